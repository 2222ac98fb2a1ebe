package io.playhead.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a program in a process of its own that ends when its parent does, however that ends: the
 * parent holds the other side of its input and never writes to it.
 */
public final class Child {
  private Child() {}

  /**
   * A command that runs a class of this class path, for a process whose input is a pipe.
   *
   * @param javaHome of the JVM that runs it
   */
  public static List<String> command(String javaHome, List<String> flags, String mainClass) {
    return command(javaHome, flags, ownClassPath(), mainClass);
  }

  /** The same, with another class path that has this class, too. */
  public static List<String> command(
      String javaHome, List<String> flags, String classPath, String mainClass) {
    List<String> command = java(javaHome, flags, classPath);
    command.addAll(List.of(Child.class.getName(), mainClass));
    return command;
  }

  /** A command that lacks the class to run, for a program that heeds the end of its input. */
  public static List<String> java(String javaHome, List<String> flags) {
    return java(javaHome, flags, ownClassPath());
  }

  private static List<String> java(String javaHome, List<String> flags, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(javaHome, "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath));
    return command;
  }

  private static String ownClassPath() {
    return System.getProperty("java.class.path");
  }

  /** Asks it to stop: SIGTERM. {@link Process#destroy} would close its input as well. */
  public static void stop(Process child) {
    child.toHandle().destroy();
  }

  /** The class to run, and its arguments. */
  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(Child::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Method program = Class.forName(args[0]).getMethod("main", String[].class);
    program.setAccessible(true); // its class may be one of its package only
    program.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // It says nothing.
      }
    } catch (IOException e) {
      // It is gone.
    }
    Runtime.getRuntime().halt(1);
  }
}
