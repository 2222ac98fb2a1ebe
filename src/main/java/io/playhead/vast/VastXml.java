package io.playhead.vast;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlTransient;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JAXB binding of VAST: what a document says, unjudged. Every value is text and every element
 * may occur any number of times, so that nothing is lost before {@link AdMapper} has seen it.
 */
final class VastXml {
  private VastXml() {}

  /** The list, or an empty one for an element that never came. */
  static <T> List<T> each(@Nullable List<T> elements) {
    return elements == null ? List.of() : elements;
  }

  /** The first element, null if it never came. */
  static <T> @Nullable T first(@Nullable List<T> elements) {
    return elements == null || elements.isEmpty() ? null : elements.get(0);
  }

  @XmlTransient
  @XmlAccessorType(XmlAccessType.FIELD)
  abstract static class Node {
    /** Where it begins, counted from 1; set while the document is read. */
    @XmlTransient int line;
  }

  @XmlRootElement(name = "VAST")
  static final class Vast extends Node {
    @XmlAttribute @Nullable String version;

    @XmlElement(name = "Ad")
    @Nullable List<Ad> ads;

    @XmlElement(name = "Error")
    @Nullable List<Text> errors;
  }

  static final class Ad extends Node {
    @XmlAttribute @Nullable String id;
    @XmlAttribute @Nullable String sequence;

    @XmlElement(name = "InLine")
    @Nullable List<Body> inLines;

    @XmlElement(name = "Wrapper")
    @Nullable List<Body> wrappers;
  }

  /** What {@code InLine} and {@code Wrapper} are made of. */
  static final class Body extends Node {
    @XmlAttribute @Nullable String followAdditionalWrappers;
    @XmlAttribute @Nullable String allowMultipleAds;
    @XmlAttribute @Nullable String fallbackOnNoAd;

    @XmlElement(name = "VASTAdTagURI")
    @Nullable List<Text> tagUris;

    @XmlElement(name = "AdSystem")
    @Nullable String adSystem;

    @XmlElement(name = "AdTitle")
    @Nullable String adTitle;

    @XmlElement(name = "AdServingId")
    @Nullable String adServingId;

    @XmlElement(name = "Category")
    @Nullable List<Category> categories;

    @XmlElement(name = "BlockedAdCategories")
    @Nullable List<Category> blockedCategories;

    @XmlElement(name = "Pricing")
    @Nullable Pricing pricing;

    @XmlElement(name = "Impression")
    @Nullable List<Text> impressions;

    @XmlElement(name = "Error")
    @Nullable List<Text> errors;

    @XmlElement(name = "ViewableImpression")
    @Nullable List<Viewability> viewabilities;

    @XmlElement(name = "AdVerifications")
    @Nullable List<Verifications> verifications;

    @XmlElement(name = "Extensions")
    @Nullable List<Extensions> extensions;

    @XmlElement(name = "Creatives")
    @Nullable List<Creatives> creatives;
  }

  /** An element of which only the text matters. */
  static final class Text extends Node {
    /** Unused, but without an attribute JAXB would take this for a plain value and not place it. */
    @XmlAttribute @Nullable String id;

    @XmlValue @Nullable String value;
  }

  static final class Category extends Node {
    @XmlAttribute @Nullable String authority;
    @XmlValue @Nullable String value;
  }

  static final class Pricing extends Node {
    @XmlAttribute @Nullable String model;
    @XmlAttribute @Nullable String currency;
    @XmlValue @Nullable String value;
  }

  static final class Viewability extends Node {
    @XmlElement(name = "Viewable")
    @Nullable List<Text> viewable;

    @XmlElement(name = "NotViewable")
    @Nullable List<Text> notViewable;

    @XmlElement(name = "ViewUndetermined")
    @Nullable List<Text> viewUndetermined;
  }

  static final class Verifications extends Node {
    @XmlElement(name = "Verification")
    @Nullable List<Verification> verifications;
  }

  static final class Verification extends Node {
    @XmlAttribute @Nullable String vendor;

    @XmlElement(name = "TrackingEvents")
    @Nullable List<TrackingEvents> events;

    @XmlElement(name = "ViewableImpression")
    @Nullable List<Viewability> viewabilities;
  }

  static final class Extensions extends Node {
    @XmlElement(name = "Extension")
    @Nullable List<Extension> extensions;
  }

  static final class Extension extends Node {
    @XmlAttribute @Nullable String type;

    /** The XML between its tags; set while the document is read. */
    @XmlTransient String content = "";

    @XmlElement(name = "AdVerifications")
    @Nullable List<Verifications> verifications;

    @XmlElement(name = "UniversalAdId")
    @Nullable List<UniversalAdId> universalAdIds;
  }

  static final class Creatives extends Node {
    @XmlElement(name = "Creative")
    @Nullable List<Creative> creatives;
  }

  static final class Creative extends Node {
    @XmlAttribute @Nullable String id;
    @XmlAttribute @Nullable String adId;

    @XmlElement(name = "UniversalAdId")
    @Nullable List<UniversalAdId> universalAdIds;

    @XmlElement(name = "Linear")
    @Nullable List<CreativeXml.Linear> linears;

    @XmlElement(name = "NonLinearAds")
    @Nullable List<CreativeXml.NonLinearAds> nonLinears;

    @XmlElement(name = "CompanionAds")
    @Nullable List<CreativeXml.CompanionAds> companions;

    @XmlElement(name = "CreativeExtensions")
    @Nullable List<Extensions> extensions;
  }

  static final class UniversalAdId extends Node {
    @XmlAttribute @Nullable String idRegistry;
    @XmlAttribute @Nullable String idValue;
    @XmlValue @Nullable String value;
  }

  static final class TrackingEvents extends Node {
    @XmlElement(name = "Tracking")
    @Nullable List<Tracking> trackings;
  }

  static final class Tracking extends Node {
    @XmlAttribute @Nullable String event;
    @XmlAttribute @Nullable String offset;
    @XmlValue @Nullable String value;
  }
}
