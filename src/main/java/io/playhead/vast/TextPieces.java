package io.playhead.vast;

/**
 * The text of an element, which comes in pieces: layout, CDATA sections, what is between comments.
 * Layout in front of the text and behind it is left out if that saves making a new string.
 */
final class TextPieces {
  private String first = "";
  private String layout = "";

  /** Everything, once there is more than a piece of text and layout behind it. */
  private final StringBuilder all = new StringBuilder(0);

  void add(String piece) {
    if (first.isEmpty()) {
      first = piece.isBlank() ? "" : piece;
    } else if (all.isEmpty() && layout.isEmpty() && piece.isBlank()) {
      layout = piece;
    } else {
      if (all.isEmpty()) {
        all.append(first).append(layout);
      }
      all.append(piece);
    }
  }

  /** What has come since the last time; empty if it was nothing but layout. */
  String take() {
    String taken = all.isEmpty() ? first : all.toString();
    first = "";
    layout = "";
    all.setLength(0);
    return taken;
  }
}
