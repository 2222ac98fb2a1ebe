package io.playhead.load;

import io.playhead.testing.Child;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * The service as its image has it: jars only, and an archive of their classes as the demo leaves
 * them.
 *
 * @param flags with which it is started
 */
record Installation(String classPath, List<String> flags) {
  private static final int DEMO_S = 120;

  /** Packs it into a directory. */
  static Installation in(Scratch scratch) throws IOException, InterruptedException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = scratch.file("classes" + jars.size() + ".jar");
        pack(path, jar);
        jars.add(jar.toString());
      } else {
        jars.add(entry);
      }
    }
    Installation bare = new Installation(String.join(File.pathSeparator, jars), List.of());
    Path archive = scratch.file("classes.jsa");
    bare.with("-XX:ArchiveClassesAtExit=" + archive).runDemo();
    return bare.with("-XX:SharedArchiveFile=" + archive);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow(() -> new IOException("this JVM has no jar tool"))
            .run(System.out, System.err, "-cf", jar.toString(), "-C", classes.toString(), ".");
    if (code != 0) {
      throw new IOException("jar ended with " + code);
    }
  }

  Installation withoutArchive() {
    return new Installation(classPath, List.of());
  }

  private Installation with(String flag) {
    return new Installation(classPath, List.of(flag));
  }

  private void runDemo() throws IOException, InterruptedException {
    Process demo = start(List.of("demo"));
    try {
      if (!demo.waitFor(DEMO_S, TimeUnit.SECONDS) || demo.exitValue() != 0) {
        throw new IOException("the demo did not end well");
      }
    } finally {
      demo.destroyForcibly();
    }
  }

  /** Runs the service, which says nothing and ends with this process. */
  Process start(List<String> arguments) throws IOException {
    List<String> command =
        Child.command(System.getProperty("java.home"), flags, classPath, "io.playhead.Playhead");
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
