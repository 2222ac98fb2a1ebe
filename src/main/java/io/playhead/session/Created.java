package io.playhead.session;

import io.playhead.timeline.Issue;
import java.util.List;

/**
 * A session that was just created.
 *
 * @param session live
 * @param issues everything in its sources that could not be used as written
 */
public record Created(Session session, List<Issue> issues) {}
