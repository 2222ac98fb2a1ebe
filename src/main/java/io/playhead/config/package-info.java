/**
 * The configuration: one record a concern.
 *
 * <p>{@code config/playhead.yaml} holds every key with its default and is read from the jar as
 * such. A file, the environment and {@code --set} are laid over it in this order. Keys that are not
 * in the defaults stop the start.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.config;
