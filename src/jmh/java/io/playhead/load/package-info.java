/**
 * The whole service under load, side by side with the bare framework.
 *
 * <p>{@link io.playhead.load.LoadBench} starts each contender in a process of its own with the same
 * flags, and drives them in turns, so that whatever else the machine does hits all alike.
 */
package io.playhead.load;
