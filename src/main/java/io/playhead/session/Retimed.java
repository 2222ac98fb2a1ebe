package io.playhead.session;

import io.playhead.timeline.Issue;
import java.util.List;

/**
 * A session that was just given another timeline.
 *
 * @param reported where it stands on it
 * @param issues everything in its sources that could not be used as written
 */
public record Retimed(Reported reported, List<Issue> issues) {}
