package io.playhead.vast;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names that the binding knows, however a document spells them.
 *
 * <p>XML is case sensitive and so are VAST and VMAP, but documents with {@code Inline}, {@code
 * AdID} or {@code adid} are served all the same. Every name returned is interned, which JAXB wants.
 * What is not listed here is not bound, and JAXB never gets to see it.
 */
final class XmlNames {
  private static final Map<String, Element> ELEMENTS = new HashMap<>();
  private static final Map<String, Element> ELEMENTS_ANY_CASE = new HashMap<>();
  private static final Map<String, String> ATTRIBUTES = new HashMap<>();
  private static final int LONGEST = 32;

  /**
   * An element that the binding knows.
   *
   * @param hasText whether the text in it means something; in the others it is layout
   */
  record Element(String name, boolean hasText) {}

  static {
    addElements(
        false,
        "VAST Ad InLine Wrapper ViewableImpression AdVerifications Verification Extensions"
            + " Extension CreativeExtensions Creatives Creative Linear TrackingEvents VideoClicks"
            + " MediaFiles Icons Icon IconClicks NonLinearAds NonLinear CompanionAds Companion"
            + " VMAP AdBreak AdSource");
    addElements(
        true,
        "AdSystem AdTitle AdServingId Category BlockedAdCategories Pricing Impression Error"
            + " Viewable NotViewable ViewUndetermined VASTAdTagURI UniversalAdId Duration Tracking"
            + " ClickThrough ClickTracking CustomClick MediaFile IconViewTracking"
            + " IconClickTracking NonLinearClickTracking CompanionClickTracking VASTAdData"
            + " AdTagURI CustomAdData URL");
    addAlias("VASTAdTagURL", "VASTAdTagURI");
    addAlias("VASTData", "VASTAdData");
    addAlias("CreativeExtension", "Extension");
    String attributes =
        "id sequence version adId event offset skipoffset idRegistry idValue vendor type model"
            + " currency followAdditionalWrappers allowMultipleAds fallbackOnNoAd timeOffset"
            + " breakType breakId repeatAfter followRedirects templateType authority";
    for (String attribute : attributes.split(" ", -1)) {
      ATTRIBUTES.put(attribute, attribute.intern());
      ATTRIBUTES.put(attribute.toLowerCase(Locale.ROOT), attribute.intern());
    }
  }

  private XmlNames() {}

  private static void addElements(boolean hasText, String names) {
    for (String name : names.split(" ", -1)) {
      Element element = new Element(name.intern(), hasText);
      ELEMENTS.put(name, element);
      ELEMENTS_ANY_CASE.put(lower(name), element);
    }
  }

  private static void addAlias(String written, String name) {
    ELEMENTS.put(written, Objects.requireNonNull(ELEMENTS.get(name)));
  }

  /** An element with its name as the standard spells it; null if the binding has no use for it. */
  static @Nullable Element element(String written) {
    Element known = ELEMENTS.get(written);
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
