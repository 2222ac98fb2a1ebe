package io.playhead.vast;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that the binding knows, however a document spells them.
 *
 * <p>XML is case sensitive and so are VAST and VMAP, but documents with {@code Inline}, {@code
 * AdID} or {@code adid} are served all the same. Every name returned is interned, which JAXB wants.
 * What is not listed here is not bound, and JAXB never gets to see it.
 */
final class XmlNames {
  private static final Map<String, String> ELEMENTS = new HashMap<>();
  private static final Map<String, String> ELEMENTS_ANY_CASE = new HashMap<>();
  private static final Map<String, String> ATTRIBUTES = new HashMap<>();
  private static final int LONGEST = 32;

  static {
    String elements =
        "VAST Ad InLine Wrapper AdSystem AdTitle AdServingId Category Pricing Impression Error"
            + " ViewableImpression Viewable NotViewable ViewUndetermined VASTAdTagURI"
            + " AdVerifications Verification Extensions Extension CreativeExtensions Creatives"
            + " Creative UniversalAdId Linear Duration TrackingEvents Tracking VideoClicks"
            + " ClickThrough ClickTracking CustomClick MediaFiles MediaFile Mezzanine Icons Icon"
            + " IconViewTracking IconClicks IconClickTracking NonLinearAds NonLinear"
            + " NonLinearClickTracking CompanionAds Companion CompanionClickTracking"
            + " VMAP AdBreak AdSource VASTAdData AdTagURI CustomAdData URL";
    for (String element : elements.split(" ", -1)) {
      ELEMENTS.put(element, element.intern());
      ELEMENTS_ANY_CASE.put(element.toLowerCase(Locale.ROOT), element.intern());
    }
    ELEMENTS.put("VASTAdTagURL", "VASTAdTagURI");
    ELEMENTS.put("VASTData", "VASTAdData");
    ELEMENTS.put("CreativeExtension", "Extension");
    String attributes =
        "id sequence version adId event offset skipoffset idRegistry idValue vendor type model"
            + " currency followAdditionalWrappers allowMultipleAds fallbackOnNoAd timeOffset"
            + " breakType breakId repeatAfter followRedirects templateType";
    for (String attribute : attributes.split(" ", -1)) {
      ATTRIBUTES.put(attribute, attribute.intern());
      ATTRIBUTES.put(attribute.toLowerCase(Locale.ROOT), attribute.intern());
    }
  }

  private XmlNames() {}

  /** An element's name as the standard spells it; null if the binding has no use for it. */
  static @Nullable String element(String written) {
    String known = ELEMENTS.get(written);
    return known != null || written.length() > LONGEST
        ? known
        : ELEMENTS_ANY_CASE.get(lower(written));
  }

  /** An attribute's name as the standard spells it; null if the binding has no use for it. */
  static @Nullable String attribute(String written) {
    String known = ATTRIBUTES.get(written);
    return known != null || written.length() > LONGEST ? known : ATTRIBUTES.get(lower(written));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
