/**
 * The public HTTP API: one class a resource, each decoding its protocol to what {@code session}
 * understands and back. Errors are {@code application/problem+json} (RFC 9457), made in one place.
 *
 * <p>What the framework does that is easily overlooked, and the test for each of it, is listed in
 * {@code FrameworkTrapsTest}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.http;
