/**
 * What every XML document of a stranger goes through before it is parsed: {@link
 * io.playhead.xml.XmlBytes} settles its encoding and refuses tags that a parser would take minutes
 * for, {@link io.playhead.xml.XmlPrefixes} declares what it forgot to. Pure, and knows neither VAST
 * nor MPDs.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.xml;
