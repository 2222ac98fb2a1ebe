package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionKeyTest {
  private static final long NOW_MS = 1_790_000_000_000L;

  private final Random random = new Random(11);

  @Test
  void id_ofAParsedId_isTheSameText() {
    for (int i = 0; i < 1000; i++) {
      String id = SessionIds.create(NOW_MS + i, random);
      SessionKey key = SessionKey.parse(id);

      assertThat(key).isNotNull();
      assertThat(key.id()).isEqualTo(id);
      assertThat(key.createdAtMs()).isEqualTo(NOW_MS + i);
      assertThat(key).isEqualTo(SessionKey.parse(id)).hasSameHashCodeAs(SessionKey.parse(id));
    }
  }

  @Test
  void equals_anyByteDiffers_isAnother() {
    String id = SessionIds.create(NOW_MS, random);
    for (int i = 0; i < id.length(); i++) {
      char other = id.charAt(i) == 'x' ? 'y' : 'x';
      String changed = id.substring(0, i) + other + id.substring(i + 1);

      assertThat(SessionKey.parse(changed)).isNotEqualTo(SessionKey.parse(id));
    }
  }

  @Test
  void parse_noIdOfOurs_isNull() {
    assertThat(SessionKey.parse("")).isNull();
    assertThat(SessionKey.parse("my-own-session")).isNull();
    assertThat(SessionKey.parse("24 characters, not of us")).isNull();
  }

  @Test
  void transactionId_isAUuidOfItsOwn_alwaysTheSame() {
    String id = SessionIds.create(NOW_MS, random);
    UUID transaction = UUID.fromString(SessionIds.transactionId(id));

    assertThat(transaction.version()).isEqualTo(8);
    assertThat(transaction.variant()).isEqualTo(2);
    assertThat(SessionIds.transactionId(id)).isEqualTo(transaction.toString());
    assertThat(SessionIds.transactionId(SessionIds.create(NOW_MS, random)))
        .isNotEqualTo(transaction.toString());
  }
}
