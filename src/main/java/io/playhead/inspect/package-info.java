/**
 * {@code playhead inspect}: what a VAST or VMAP holds, where its wrappers lead, and what this
 * service would make of it. {@link io.playhead.inspect.Inspect} is the command; it reads the
 * document, {@code Inspector} resolves it with the same code as the service, and the result is
 * printed as text or JSON.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.inspect;
