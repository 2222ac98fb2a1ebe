package io.playhead.vast;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a document says of an ad beside its trackers. */
final class AdFacts {
  private static final int DURATION = 202;

  private AdFacts() {}

  /** Text without white space around it; null if there is none. */
  static @Nullable String text(@Nullable String written) {
    return written == null || written.isBlank() ? null : written.strip();
  }

  /** An xs:boolean, in any case; the default for what is none. */
  static boolean flag(@Nullable String written, boolean otherwise) {
    return switch (written == null ? "" : written.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> otherwise;
    };
  }

  /** Where a click on a linear ad leads; null if nowhere. */
  static @Nullable String clickThrough(List<CreativeXml.Linear> linears) {
    for (CreativeXml.Linear linear : linears) {
      for (VastXml.Text clickThrough : linear.clickThroughs) {
        String url = AdUrl.clean(clickThrough.value);
        if (!url.isEmpty()) {
          return url;
        }
      }
    }
    return null;
  }

  /** The first usable duration; {@link Ad#UNKNOWN_DURATION} with an issue if there is none. */
  static long durationMs(VastXml.Ad ad, List<CreativeXml.Linear> linears, Findings findings) {
    VastXml.Node at = linears.get(0);
    @Nullable String unusable = null;
    for (CreativeXml.Linear linear : linears) {
      for (VastXml.Text duration : linear.durations) {
        String written = duration.value == null ? "" : duration.value;
        long durationMs = VastTime.parseMs(written);
        if (durationMs != VastTime.INVALID) {
          return durationMs;
        }
        at = duration;
        unusable = written;
      }
    }
    String what = unusable == null ? "no duration" : "the duration " + Findings.quote(unusable);
    findings.add("unknown-duration", at.line, DURATION, AdMapper.name(ad) + " has " + what);
    return Ad.UNKNOWN_DURATION;
  }

  static AdDetails details(VastXml.Body body, List<CreativeXml.Linear> linears, Findings findings) {
    String adServingId = text(body.adServingId);
    return new AdDetails(
        text(body.adTitle),
        text(body.adSystem),
        creativeId(body),
        null,
        clickThrough(linears),
        adServingId,
        universalAdIds(body),
        body.categories.isEmpty()
            ? List.of()
            : categories(body.categories).stream().map(VastAd.Category::code).toList(),
        mediaUri(linears),
        skipOffset(linears, findings));
  }

  /** The id of the creative that holds the linear ad; of the first one if none does. */
  private static @Nullable String creativeId(VastXml.Body body) {
    @Nullable String found = null;
    boolean ofLinear = false;
    for (VastXml.Creative creative : body.creatives) {
      String id = text(creative.adId) != null ? text(creative.adId) : text(creative.id);
      boolean linear = !creative.linears.isEmpty();
      if (id != null && (found == null || (linear && !ofLinear))) {
        found = id;
        ofLinear = linear;
      }
    }
    return found;
  }

  private static List<String> universalAdIds(VastXml.Body body) {
    List<String> ids = new ArrayList<>();
    for (VastXml.Creative creative : body.creatives) {
      addUniversalAdIds(ids, creative.universalAdIds);
    }
    for (VastXml.Extension extension : body.extensions) {
      addUniversalAdIds(ids, extension.universalAdIds);
    }
    return ids;
  }

  /** VAST 4.0 has the value in an attribute, and the text is there for older readers. */
  private static void addUniversalAdIds(List<String> to, List<VastXml.UniversalAdId> elements) {
    for (VastXml.UniversalAdId element : elements) {
      String value = text(element.idValue) != null ? text(element.idValue) : text(element.value);
      if (value != null) {
        String registry = text(element.idRegistry);
        to.add((registry == null ? "unknown" : registry) + " " + value);
      }
    }
  }

  /** One element may have several, with commas between. */
  static List<VastAd.Category> categories(List<VastXml.Category> elements) {
    List<VastAd.Category> categories = new ArrayList<>();
    for (VastXml.Category element : elements) {
      String authority = element.authority == null ? "" : element.authority.strip();
      String value = element.value == null ? "" : element.value;
      for (String code : value.split(",", -1)) {
        if (!code.isBlank()) {
          categories.add(new VastAd.Category(authority, code.strip()));
        }
      }
    }
    return categories;
  }

  private static @Nullable String mediaUri(List<CreativeXml.Linear> linears) {
    for (CreativeXml.Linear linear : linears) {
      for (VastXml.Text file : linear.mediaFiles) {
        String uri = AdUrl.clean(file.value);
        if (!uri.isEmpty()) {
          return uri;
        }
      }
    }
    return null;
  }

  private static @Nullable Offset skipOffset(List<CreativeXml.Linear> linears, Findings findings) {
    for (CreativeXml.Linear linear : linears) {
      String written = text(linear.skipoffset);
      if (written != null) {
        Offset offset = VastTime.parseOffset(written);
        if (offset == null) {
          findings.add("bad-skip-offset", linear.line, 0, "skipoffset " + Findings.quote(written));
        }
        return offset;
      }
    }
    return null;
  }

  /** As one reads a price: model, value, currency. */
  static @Nullable String pricing(VastXml.@Nullable Pricing pricing) {
    String value = pricing == null ? null : text(pricing.value);
    if (pricing == null || value == null) {
      return null;
    }
    String model = pricing.model == null ? "" : pricing.model;
    String currency = pricing.currency == null ? "" : pricing.currency;
    return (model.strip() + " " + value + " " + currency.strip()).strip();
  }
}
