package io.playhead.vast;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JAXB binding of what a creative is made of, in the manner of {@link VastXml}. */
final class CreativeXml {
  private CreativeXml() {}

  static final class Linear extends VastXml.Node {
    @XmlAttribute @Nullable String skipoffset;

    @XmlElement(name = "Duration")
    List<VastXml.Text> durations = new ArrayList<>(0);

    @XmlElement(name = "Tracking")
    List<VastXml.Tracking> events = new ArrayList<>(0);

    @XmlElement(name = "ClickThrough")
    List<VastXml.Text> clickThroughs = new ArrayList<>(0);

    @XmlElement(name = "ClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);

    @XmlElement(name = "CustomClick")
    List<VastXml.Text> customClicks = new ArrayList<>(0);

    @XmlElement(name = "MediaFile")
    List<VastXml.Text> mediaFiles = new ArrayList<>(0);

    @XmlElement(name = "Icon")
    List<Icon> icons = new ArrayList<>(0);
  }

  static final class Icon extends VastXml.Node {
    @XmlElement(name = "IconViewTracking")
    List<VastXml.Text> views = new ArrayList<>(0);

    @XmlElement(name = "IconClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);
  }

  static final class NonLinearAds extends VastXml.Node {
    @XmlElement(name = "Tracking")
    List<VastXml.Tracking> events = new ArrayList<>(0);

    @XmlElement(name = "NonLinear")
    List<NonLinear> nonLinears = new ArrayList<>(0);
  }

  static final class NonLinear extends VastXml.Node {
    @XmlElement(name = "Tracking")
    List<VastXml.Tracking> events = new ArrayList<>(0);

    @XmlElement(name = "NonLinearClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);
  }

  static final class Companion extends VastXml.Node {
    @XmlElement(name = "Tracking")
    List<VastXml.Tracking> events = new ArrayList<>(0);

    @XmlElement(name = "CompanionClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);
  }
}
