package io.playhead.vast;

import java.util.HashMap;
import java.util.List;
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

  /** What the standards have and nothing here reads; named since most documents are full of it. */
  private static final List<String> UNREAD_ELEMENTS =
      List.of(
          "AdParameters",
          "Advertiser",
          "AltText",
          "ClosedCaptionFile",
          "ClosedCaptionFiles",
          "CompanionClickThrough",
          "Description",
          "ExecutableResource",
          "Expires",
          "HTMLResource",
          "IFrameResource",
          "IconClickThrough",
          "InteractiveCreativeFile",
          "JavaScriptResource",
          "Mezzanine",
          "NonLinearClickThrough",
          "StaticResource",
          "Survey",
          "VerificationParameters");

  private static final List<String> UNREAD_ATTRIBUTES =
      List.of(
          "adSlotId",
          "apiFramework",
          "assetHeight",
          "assetWidth",
          "bitrate",
          "browserOptional",
          "codec",
          "creativeType",
          "delivery",
          "expandedHeight",
          "expandedWidth",
          "fileSize",
          "height",
          "language",
          "maintainAspectRatio",
          "maxBitrate",
          "mediaType",
          "minBitrate",
          "minSuggestedDuration",
          "program",
          "pxratio",
          "renderingMode",
          "required",
          "scalable",
          "variableDuration",
          "width",
          "xPosition",
          "xmlEncoded",
          "yPosition");

  /**
   * An element that the binding knows.
   *
   * @param hasText whether the text in it means something; in the others it is layout
   * @param hasAttributes whether any attribute of it means something
   */
  record Element(String name, Role role, boolean hasText, boolean hasAttributes) {}

  /** What is special about an element to those who read it. */
  enum Role {
    AD,
    EXTENSION,
    MEDIA_FILE,
    /**
     * Read as if its content stood in its place: elements that only hold others together, and a
     * {@code URL} inside another, for so VAST 1 wrote one.
     */
    TRANSPARENT,
    UNREAD,
    ORDINARY
  }

  private static final Element UNREAD_ELEMENT = new Element("", Role.UNREAD, false, false);
  private static final String UNREAD_ATTRIBUTE = "";

  static {
    addElements(
        false,
        true,
        "VAST Ad InLine Wrapper Verification Extension Creative Linear VMAP AdBreak AdSource");
    addElements(
        false,
        false,
        "ViewableImpression AdVerifications Extensions CreativeExtensions Creatives TrackingEvents"
            + " VideoClicks MediaFiles Icons Icon IconClicks NonLinearAds NonLinear CompanionAds"
            + " Companion");
    addElements(
        true, true, "Category BlockedAdCategories Pricing UniversalAdId Tracking CustomAdData");
    addElements(
        true,
        false,
        "AdSystem AdTitle AdServingId Impression Error Viewable NotViewable ViewUndetermined"
            + " VASTAdTagURI Duration ClickThrough ClickTracking CustomClick MediaFile"
            + " IconViewTracking IconClickTracking NonLinearClickTracking CompanionClickTracking"
            + " VASTAdData AdTagURI URL");
    addAlias("VASTAdTagURL", "VASTAdTagURI");
    addAlias("VASTData", "VASTAdData");
    addAlias("CreativeExtension", "Extension");
    String attributes =
        "id sequence version adId event offset skipoffset idRegistry idValue vendor type model"
            + " currency followAdditionalWrappers allowMultipleAds fallbackOnNoAd timeOffset"
            + " breakType breakId repeatAfter followRedirects templateType authority";
    UNREAD_ELEMENTS.forEach(name -> ELEMENTS.put(name, UNREAD_ELEMENT));
    UNREAD_ATTRIBUTES.forEach(name -> ATTRIBUTES.put(name, UNREAD_ATTRIBUTE));
    for (String attribute : attributes.split(" ", -1)) {
      ATTRIBUTES.put(attribute, attribute.intern());
      ATTRIBUTES.put(attribute.toLowerCase(Locale.ROOT), attribute.intern());
    }
  }

  private XmlNames() {}

  private static void addElements(boolean hasText, boolean hasAttributes, String names) {
    for (String name : names.split(" ", -1)) {
      Element element = new Element(name.intern(), role(name), hasText, hasAttributes);
      ELEMENTS.put(name, element);
      ELEMENTS_ANY_CASE.put(lower(name), element);
    }
  }

  private static Role role(String name) {
    return switch (name) {
      case "Ad" -> Role.AD;
      case "Extension" -> Role.EXTENSION;
      case "MediaFile" -> Role.MEDIA_FILE;
      case "URL", "AdVerifications", "Extensions", "CreativeExtensions", "Creatives" ->
          Role.TRANSPARENT;
      case "TrackingEvents", "VideoClicks", "MediaFiles", "Icons", "IconClicks", "CompanionAds" ->
          Role.TRANSPARENT;
      default -> Role.ORDINARY;
    };
  }

  private static void addAlias(String written, String name) {
    ELEMENTS.put(written, Objects.requireNonNull(ELEMENTS.get(name)));
  }

  /** An element with its name as the standard spells it; null if the binding has no use for it. */
  static @Nullable Element element(String written) {
    Element known = ELEMENTS.get(written);
    if (known == null && written.length() <= LONGEST) {
      known = ELEMENTS_ANY_CASE.get(lower(written));
    }
    return known == null || known.role() == Role.UNREAD ? null : known;
  }

  /** An attribute's name as the standard spells it; null if the binding has no use for it. */
  static @Nullable String attribute(String written) {
    String known = ATTRIBUTES.get(written);
    if (known == null && written.length() <= LONGEST) {
      known = ATTRIBUTES.get(lower(written));
    }
    return known == null || known.isEmpty() ? null : known;
  }

  /** Whether VAST or VMAP has an element of just this name. */
  static boolean isStandardElement(String written) {
    return ELEMENTS.containsKey(written);
  }

  /** Whether VAST or VMAP has an attribute of just this name. */
  static boolean isStandardAttribute(String written) {
    return ATTRIBUTES.containsKey(written);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
