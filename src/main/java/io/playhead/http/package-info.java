/**
 * The public HTTP API: one class a resource, each decoding its protocol to what {@code session}
 * understands and back. Errors are {@code application/problem+json} (RFC 9457), made in one place.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.http;
