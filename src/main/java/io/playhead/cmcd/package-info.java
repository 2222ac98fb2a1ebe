/**
 * CMCD version 2 (CTA-5004-B): what players tell of themselves, read as reports of their playhead.
 *
 * <p>{@link io.playhead.cmcd.CmcdReader} reads bodies of records, {@link
 * io.playhead.cmcd.CmcdOrder} puts those of a session in order, {@link
 * io.playhead.cmcd.CmcdPlayhead} makes a {@link io.playhead.tracking.PlayheadReport} of a record,
 * or nothing. All of it is pure.
 *
 * <table>
 * <caption>What becomes of the keys</caption>
 * <tr><th>key</th><th>becomes</th></tr>
 * <tr><td>{@code pt}, or {@code url} and {@code bl}</td><td>the position, see {@code
 *     CmcdPlayhead}; of {@code bl} the length for the requested kind ({@code ot}), else the
 *     least</td></tr>
 * <tr><td>{@code ts}</td><td>{@code atMs}; with {@code ttlb} added where {@code pt} comes with a
 *     received response</td></tr>
 * <tr><td>{@code sn}</td><td>{@code seq}, unless it has begun again</td></tr>
 * <tr><td>{@code pr}</td><td>{@code rate}; 1 where not told; 0 is a pause where {@code sta} is not
 *     told</td></tr>
 * <tr><td>{@code sta} p, a, k, e</td><td>playing, paused, seeking, ended</td></tr>
 * <tr><td>{@code sta} s, d, r, w, f, q</td><td>buffering: it does not play, and nobody paused it.
 *     Not stopped, after which nothing would count: a page that loads again goes on</td></tr>
 * <tr><td>{@code sta} not told</td><td>as before; playing in the first report</td></tr>
 * <tr><td>{@code e} m, um, pe, pc, sk</td><td>mute, unmute, playerExpand, playerCollapse,
 *     skip</td></tr>
 * <tr><td>{@code e} e with {@code sta} f</td><td>error, 405; without it the player got over
 *     it</td></tr>
 * <tr><td>{@code e} rr</td><td>a position reckoned, see {@code CmcdPlayhead}</td></tr>
 * <tr><td>{@code e} ps, pr, t, c, b, as, ae, abs, abe, ce, bc</td><td>no event: where ads begin and
 *     end the timeline says</td></tr>
 * <tr><td>{@code sid}, {@code cid}</td><td>whose, and of which asset</td></tr>
 * </table>
 */
@org.jspecify.annotations.NullMarked
package io.playhead.cmcd;
