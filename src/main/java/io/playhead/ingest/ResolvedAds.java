package io.playhead.ingest;

import io.playhead.timeline.Ad;
import io.playhead.timeline.Issue;
import java.util.List;

/**
 * What became of an ad request. There is always an answer: when nothing could be had, there are no
 * ads, and issues and error beacons say why.
 *
 * @param ads in the order of play. An ad without linear creative that nothing could stand in for is
 *     kept for the record with length 0
 * @param issues of all documents on the way; an issue's pointer names the document
 * @param errors to be called, outermost wrapper first within one failure
 * @param responseError why the response itself could not be had or read (VAST 4.3, 2.3.6.3: 100,
 *     101, 102, 301, 900); 0 if it could, with or without ads
 */
public record ResolvedAds(
    List<Ad> ads, List<Issue> issues, List<ErrorBeacon> errors, int responseError) {
  public ResolvedAds {
    ads = List.copyOf(ads);
    issues = List.copyOf(issues);
    errors = List.copyOf(errors);
  }
}
