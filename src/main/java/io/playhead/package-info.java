/** Playhead. */
@org.jspecify.annotations.NullMarked
package io.playhead;
