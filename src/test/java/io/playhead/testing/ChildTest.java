package io.playhead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildTest {
  /** Would go on for longer than any test. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.println("up");
      Thread.sleep(600_000);
    }
  }

  @Test
  void child_endsWhenItsParentLetsGo() throws Exception {
    Process process =
        new ProcessBuilder(
                Child.command(System.getProperty("java.home"), List.of(), Sleeper.class.getName()))
            .start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("up");
      assertThat(process.isAlive()).isTrue();

      process.getOutputStream().close(); // as the system does when a parent is killed

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
