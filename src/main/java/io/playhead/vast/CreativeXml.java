package io.playhead.vast;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JAXB binding of what a creative is made of, in the manner of {@link VastXml}. */
final class CreativeXml {
  private CreativeXml() {}

  static final class Linear extends VastXml.Node {
    @XmlAttribute @Nullable String skipoffset;

    @XmlElement(name = "Duration")
    @Nullable List<VastXml.Text> durations;

    @XmlElement(name = "TrackingEvents")
    @Nullable List<VastXml.TrackingEvents> events;

    @XmlElement(name = "VideoClicks")
    @Nullable List<VideoClicks> clicks;

    @XmlElement(name = "MediaFiles")
    @Nullable List<MediaFiles> media;

    @XmlElement(name = "Icons")
    @Nullable List<Icons> icons;
  }

  static final class VideoClicks extends VastXml.Node {
    @XmlElement(name = "ClickThrough")
    @Nullable List<VastXml.Text> clickThroughs;

    @XmlElement(name = "ClickTracking")
    @Nullable List<VastXml.Text> clickTrackings;

    @XmlElement(name = "CustomClick")
    @Nullable List<VastXml.Text> customClicks;
  }

  static final class MediaFiles extends VastXml.Node {
    @XmlElement(name = "MediaFile")
    @Nullable List<VastXml.Text> files;
  }

  static final class Icons extends VastXml.Node {
    @XmlElement(name = "Icon")
    @Nullable List<Icon> icons;
  }

  static final class Icon extends VastXml.Node {
    @XmlElement(name = "IconViewTracking")
    @Nullable List<VastXml.Text> views;

    @XmlElement(name = "IconClicks")
    @Nullable List<IconClicks> clicks;
  }

  static final class IconClicks extends VastXml.Node {
    @XmlElement(name = "IconClickTracking")
    @Nullable List<VastXml.Text> trackings;
  }

  static final class NonLinearAds extends VastXml.Node {
    @XmlElement(name = "TrackingEvents")
    @Nullable List<VastXml.TrackingEvents> events;

    @XmlElement(name = "NonLinear")
    @Nullable List<NonLinear> nonLinears;
  }

  static final class NonLinear extends VastXml.Node {
    @XmlElement(name = "TrackingEvents")
    @Nullable List<VastXml.TrackingEvents> events;

    @XmlElement(name = "NonLinearClickTracking")
    @Nullable List<VastXml.Text> clickTrackings;
  }

  static final class CompanionAds extends VastXml.Node {
    @XmlElement(name = "Companion")
    @Nullable List<Companion> companions;
  }

  static final class Companion extends VastXml.Node {
    @XmlElement(name = "TrackingEvents")
    @Nullable List<VastXml.TrackingEvents> events;

    @XmlElement(name = "CompanionClickTracking")
    @Nullable List<VastXml.Text> clickTrackings;
  }
}
