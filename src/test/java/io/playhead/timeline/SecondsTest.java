package io.playhead.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.0009, 0",
    "0.001, 1",
    "12.3456789, 12345",
    "0.29, 290", // 289 by way of a double
    "1.005, 1005",
    ".5, 500",
    "3., 3000",
    "+7, 7000",
    "1e3, 1000000",
    "1E-7, 0",
    "1e-2147483647, 0",
    "9999999999.999, 9999999999999"
  })
  void parseMs_isExactAndCutsWhatIsFiner(String text, long expectedMs) {
    assertThat(Seconds.parseMs(text)).isEqualTo(expectedMs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "1 s",
        "1,5",
        "-0.001",
        "-1",
        "NaN",
        "Infinity",
        "0x1",
        "10000000000",
        "1e11",
        "1e2147483647",
        "1e99999999999",
        "0.00000000000000000000000000000000000000000000000000000000000000000"
      })
  void parseMs_whatIsNone_isInvalid(String text) {
    assertThat(Seconds.parseMs(text)).isEqualTo(Seconds.INVALID);
  }

  @Test
  void toMs_numbersOfManyDigits_areInvalidAtOnce() {
    assertThat(Seconds.toMs(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)))
        .isEqualTo(Seconds.INVALID);
    assertThat(Seconds.toMs(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE))).isZero();
  }
}
