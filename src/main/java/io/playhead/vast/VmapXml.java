package io.playhead.vast;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElementRef;
import jakarta.xml.bind.annotation.XmlMixed;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JAXB binding of VMAP, in the manner of {@link VastXml}. */
final class VmapXml {
  private VmapXml() {}

  @XmlRootElement(name = "VMAP")
  static final class Vmap extends VastXml.Node {
    @XmlAttribute @Nullable String version;

    @XmlElement(name = "AdBreak")
    List<AdBreak> breaks = new ArrayList<>(0);
  }

  static final class AdBreak extends VastXml.Node {
    @XmlAttribute @Nullable String timeOffset;
    @XmlAttribute @Nullable String breakType;
    @XmlAttribute @Nullable String breakId;
    @XmlAttribute @Nullable String repeatAfter;

    @XmlElement(name = "AdSource")
    List<AdSource> sources = new ArrayList<>(0);

    @XmlElement(name = "Tracking")
    List<VastXml.Tracking> events = new ArrayList<>(0);
  }

  static final class AdSource extends VastXml.Node {
    @XmlAttribute @Nullable String allowMultipleAds;
    @XmlAttribute @Nullable String followRedirects;

    @XmlElement(name = "VASTAdData")
    List<AdData> data = new ArrayList<>(0);

    @XmlElement(name = "AdTagURI")
    List<VastXml.Text> tagUris = new ArrayList<>(0);

    @XmlElement(name = "CustomAdData")
    List<CustomAdData> custom = new ArrayList<>(0);
  }

  /** VAST as elements, which the standard asks for, or as text, which it forbids. */
  static final class AdData extends VastXml.Node {
    @XmlMixed
    @XmlElementRef(name = "VAST", type = VastXml.Vast.class)
    List<Object> content = new ArrayList<>(0);
  }

  static final class CustomAdData extends VastXml.Node {
    @XmlAttribute @Nullable String templateType;
    @XmlValue @Nullable String value;
  }
}
