package io.playhead.cmcd;

/** Keys and tokens of up to four characters as one integer, so that they are told apart at once. */
final class Words {
  /** Longer than all that matter here. */
  static final int OTHER = 0;

  static final int E = 'e';
  static final int V = 'v';
  static final int A = 'a';
  static final int AV = 'a' << 8 | 'v';
  static final int BL = 'b' << 8 | 'l';
  static final int CID = ('c' << 8 | 'i') << 8 | 'd';
  static final int OT = 'o' << 8 | 't';
  static final int PR = 'p' << 8 | 'r';
  static final int PT = 'p' << 8 | 't';
  static final int SID = ('s' << 8 | 'i') << 8 | 'd';
  static final int SN = 's' << 8 | 'n';
  static final int STA = ('s' << 8 | 't') << 8 | 'a';
  static final int TS = 't' << 8 | 's';
  static final int TTLB = (('t' << 8 | 't') << 8 | 'l') << 8 | 'b';
  static final int URL = ('u' << 8 | 'r') << 8 | 'l';

  private static final int MOST = 4;

  private Words() {}

  static int of(String text) {
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      word = (word << 8) | text.charAt(i);
    }
    return word;
  }

  static int of(byte[] bytes, int from, int to) {
    if (to - from > MOST) {
      return OTHER;
    }
    int word = 0;
    for (int i = from; i < to; i++) {
      word = (word << 8) | (bytes[i] & 0xFF);
    }
    return word;
  }
}
