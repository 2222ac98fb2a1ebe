package io.playhead.vast;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlTransient;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JAXB binding of VAST: what a document says, unjudged. Every value is text and every element
 * may occur any number of times, so that nothing is lost before {@link AdMapper} has seen it. Lists
 * are there from the start, and small: JAXB makes a missing one by reflection, with room for ten.
 */
final class VastXml {
  private VastXml() {}

  /** The first element, null if it never came. */
  static <T> @Nullable T first(List<T> elements) {
    return elements.isEmpty() ? null : elements.get(0);
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
    List<Ad> ads = new ArrayList<>(0);

    @XmlElement(name = "Error")
    List<Text> errors = new ArrayList<>(0);
  }

  static final class Ad extends Node {
    @XmlAttribute @Nullable String id;
    @XmlAttribute @Nullable String sequence;

    @XmlElement(name = "InLine")
    List<Body> inLines = new ArrayList<>(0);

    @XmlElement(name = "Wrapper")
    List<Body> wrappers = new ArrayList<>(0);
  }

  /** What {@code InLine} and {@code Wrapper} are made of. */
  static final class Body extends Node {
    @XmlAttribute @Nullable String followAdditionalWrappers;
    @XmlAttribute @Nullable String allowMultipleAds;
    @XmlAttribute @Nullable String fallbackOnNoAd;

    @XmlElement(name = "VASTAdTagURI")
    List<Text> tagUris = new ArrayList<>(0);

    @XmlElement(name = "AdSystem")
    @Nullable String adSystem;

    @XmlElement(name = "AdTitle")
    @Nullable String adTitle;

    @XmlElement(name = "AdServingId")
    @Nullable String adServingId;

    @XmlElement(name = "Category")
    List<Category> categories = new ArrayList<>(0);

    @XmlElement(name = "BlockedAdCategories")
    List<Category> blockedCategories = new ArrayList<>(0);

    @XmlElement(name = "Pricing")
    @Nullable Pricing pricing;

    @XmlElement(name = "Impression")
    List<Text> impressions = new ArrayList<>(0);

    @XmlElement(name = "Error")
    List<Text> errors = new ArrayList<>(0);

    @XmlElement(name = "ViewableImpression")
    List<Viewability> viewabilities = new ArrayList<>(0);

    @XmlElement(name = "Verification")
    List<Verification> verifications = new ArrayList<>(0);

    @XmlElement(name = "Extension")
    List<Extension> extensions = new ArrayList<>(0);

    @XmlElement(name = "Creative")
    List<Creative> creatives = new ArrayList<>(0);
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
    List<Text> viewable = new ArrayList<>(0);

    @XmlElement(name = "NotViewable")
    List<Text> notViewable = new ArrayList<>(0);

    @XmlElement(name = "ViewUndetermined")
    List<Text> viewUndetermined = new ArrayList<>(0);
  }

  static final class Verification extends Node {
    @XmlAttribute @Nullable String vendor;

    @XmlElement(name = "Tracking")
    List<Tracking> events = new ArrayList<>(0);

    @XmlElement(name = "ViewableImpression")
    List<Viewability> viewabilities = new ArrayList<>(0);
  }

  static final class Extension extends Node {
    @XmlAttribute @Nullable String type;

    /** The XML between its tags; set while the document is read. */
    @XmlTransient String content = "";

    @XmlElement(name = "Verification")
    List<Verification> verifications = new ArrayList<>(0);

    @XmlElement(name = "UniversalAdId")
    List<UniversalAdId> universalAdIds = new ArrayList<>(0);
  }

  static final class Creative extends Node {
    @XmlAttribute @Nullable String id;
    @XmlAttribute @Nullable String adId;

    @XmlElement(name = "UniversalAdId")
    List<UniversalAdId> universalAdIds = new ArrayList<>(0);

    @XmlElement(name = "Linear")
    List<CreativeXml.Linear> linears = new ArrayList<>(0);

    @XmlElement(name = "NonLinearAds")
    List<CreativeXml.NonLinearAds> nonLinears = new ArrayList<>(0);

    @XmlElement(name = "Companion")
    List<CreativeXml.Companion> companions = new ArrayList<>(0);

    @XmlElement(name = "Extension")
    List<Extension> extensions = new ArrayList<>(0);
  }

  static final class UniversalAdId extends Node {
    @XmlAttribute @Nullable String idRegistry;
    @XmlAttribute @Nullable String idValue;
    @XmlValue @Nullable String value;
  }

  static final class Tracking extends Node {
    @XmlAttribute @Nullable String event;
    @XmlAttribute @Nullable String offset;
    @XmlValue @Nullable String value;
  }
}
