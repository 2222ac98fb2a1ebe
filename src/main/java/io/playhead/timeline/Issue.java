package io.playhead.timeline;

import org.jspecify.annotations.Nullable;

/**
 * Something in a timeline's source that could not be used as written, named so that its owner can
 * mend it. Issues never stop a session: one bad ad does not lose the others.
 *
 * @param code stable, machine readable, kebab case: {@code ad-without-duration}
 * @param detail one sentence for a person, with the offending value cut to a sensible length
 * @param pointer where: a JSON pointer into the request, or a place in a document; null if nowhere
 * @param vastError the VAST or VMAP error code that names it; 0 if none does
 */
public record Issue(String code, String detail, @Nullable String pointer, int vastError) {

  public static Issue of(String code, String detail, @Nullable String pointer) {
    return new Issue(code, detail, pointer, 0);
  }
}
