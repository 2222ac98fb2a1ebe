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

    @XmlElement(name = "TrackingEvents")
    List<VastXml.TrackingEvents> events = new ArrayList<>(0);

    @XmlElement(name = "VideoClicks")
    List<VideoClicks> clicks = new ArrayList<>(0);

    @XmlElement(name = "MediaFiles")
    List<MediaFiles> media = new ArrayList<>(0);

    @XmlElement(name = "Icons")
    List<Icons> icons = new ArrayList<>(0);
  }

  static final class VideoClicks extends VastXml.Node {
    @XmlElement(name = "ClickThrough")
    List<VastXml.Text> clickThroughs = new ArrayList<>(0);

    @XmlElement(name = "ClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);

    @XmlElement(name = "CustomClick")
    List<VastXml.Text> customClicks = new ArrayList<>(0);
  }

  static final class MediaFiles extends VastXml.Node {
    @XmlElement(name = "MediaFile")
    List<VastXml.Text> files = new ArrayList<>(0);
  }

  static final class Icons extends VastXml.Node {
    @XmlElement(name = "Icon")
    List<Icon> icons = new ArrayList<>(0);
  }

  static final class Icon extends VastXml.Node {
    @XmlElement(name = "IconViewTracking")
    List<VastXml.Text> views = new ArrayList<>(0);

    @XmlElement(name = "IconClicks")
    List<IconClicks> clicks = new ArrayList<>(0);
  }

  static final class IconClicks extends VastXml.Node {
    @XmlElement(name = "IconClickTracking")
    List<VastXml.Text> trackings = new ArrayList<>(0);
  }

  static final class NonLinearAds extends VastXml.Node {
    @XmlElement(name = "TrackingEvents")
    List<VastXml.TrackingEvents> events = new ArrayList<>(0);

    @XmlElement(name = "NonLinear")
    List<NonLinear> nonLinears = new ArrayList<>(0);
  }

  static final class NonLinear extends VastXml.Node {
    @XmlElement(name = "TrackingEvents")
    List<VastXml.TrackingEvents> events = new ArrayList<>(0);

    @XmlElement(name = "NonLinearClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);
  }

  static final class CompanionAds extends VastXml.Node {
    @XmlElement(name = "Companion")
    List<Companion> companions = new ArrayList<>(0);
  }

  static final class Companion extends VastXml.Node {
    @XmlElement(name = "TrackingEvents")
    List<VastXml.TrackingEvents> events = new ArrayList<>(0);

    @XmlElement(name = "CompanionClickTracking")
    List<VastXml.Text> clickTrackings = new ArrayList<>(0);
  }
}
