/** {@code playhead replay}: what a session would have earned under another policy. */
@org.jspecify.annotations.NullMarked
package io.playhead.replay;
