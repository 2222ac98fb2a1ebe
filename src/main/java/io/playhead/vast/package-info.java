/**
 * VAST 2.0 to 4.3 and VMAP 1.0, as ad servers really write them.
 *
 * <p>{@link io.playhead.vast.VastReader} and {@link io.playhead.vast.VmapReader} turn bytes into
 * records. They forgive what can be forgiven, name it in a bounded list of issues with line
 * numbers, and refuse the rest with one declared {@link io.playhead.vast.VastException}. {@link
 * io.playhead.vast.WrapperChain} merges wrappers with the ad that they lead to, {@link
 * io.playhead.vast.PodSelection} says which ads of a response are to play, and {@link
 * io.playhead.vast.VmapPlacement} puts the breaks of a VMAP on a timeline.
 *
 * <p>The way of a document: {@link io.playhead.xml.XmlBytes} settles its encoding, {@code
 * GuardedReader} holds the limits and evens out names over an Aalto stream reader, {@code JaxbFeed}
 * has JAXB bind that to {@code VastXml} and {@code VmapXml}, and {@code AdMapper} makes the
 * records. Pure: no clock, socket, file or framework; fetching wrappers is the business of {@code
 * ingest}.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.vast;
