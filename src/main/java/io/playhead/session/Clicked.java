package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a click.
 *
 * @param reported with the claims that it earned
 * @param clickThrough where the click leads, macros replaced; null if the ad leads nowhere
 */
public record Clicked(Reported reported, @Nullable String clickThrough) {}
