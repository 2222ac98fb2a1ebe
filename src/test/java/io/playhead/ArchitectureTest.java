package io.playhead;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;

/** Which package may know which, and what the pure ones must not touch. */
@AnalyzeClasses(packages = "io.playhead", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "io.playhead.timeline..",
    "io.playhead.xml..",
    "io.playhead.vast..",
    "io.playhead.mediatailor..",
    "io.playhead.manifest..",
    "io.playhead.tracking..",
    "io.playhead.cmcd.."
  };

  private static final Set<Class<?>> CALENDARS =
      Set.of(
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class,
          Clock.class);

  /**
   * {@code timeline, xml <- vast, mediatailor, manifest, tracking <- cmcd; session <- ingest,
   * beacon, ledger <- http, ops, stream}.
   */
  @ArchTest
  static final ArchRule packages_knowOnlyThoseBeforeThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("timeline")
          .definedBy("io.playhead.timeline..")
          .layer("xml")
          .definedBy("io.playhead.xml..")
          .layer("vast")
          .definedBy("io.playhead.vast..")
          .layer("mediatailor")
          .definedBy("io.playhead.mediatailor..")
          .layer("manifest")
          .definedBy("io.playhead.manifest..")
          .layer("tracking")
          .definedBy("io.playhead.tracking..")
          .layer("cmcd")
          .definedBy("io.playhead.cmcd..")
          .layer("session")
          .definedBy("io.playhead.session..")
          .layer("outside")
          .definedBy("io.playhead.ingest..", "io.playhead.beacon..", "io.playhead.ledger..")
          .layer("doors")
          .definedBy("io.playhead.http..", "io.playhead.ops..", "io.playhead.stream..")
          .whereLayer("timeline")
          .mayNotAccessAnyLayer()
          .whereLayer("xml")
          .mayNotAccessAnyLayer()
          .whereLayer("vast")
          .mayOnlyAccessLayers("timeline", "xml")
          .whereLayer("mediatailor")
          .mayOnlyAccessLayers("timeline", "vast")
          .whereLayer("manifest")
          .mayOnlyAccessLayers("timeline", "xml")
          .whereLayer("tracking")
          .mayOnlyAccessLayers("timeline")
          .whereLayer("cmcd")
          .mayOnlyAccessLayers("timeline", "tracking")
          .whereLayer("session")
          .mayOnlyAccessLayers("timeline", "vast", "tracking")
          .whereLayer("outside")
          .mayOnlyAccessLayers(
              "timeline", "vast", "mediatailor", "manifest", "tracking", "session");

  @ArchTest
  static final ArchRule adaptersToTheOutside_doNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.playhead.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.playhead.beacon..", "io.playhead.ingest..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule purePackages_knowNoFrameworkSocketFileOrChance =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(touchTheWorld())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule purePackages_askNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessTargetWhere(asksAClock())
          .allowEmptyShould(true);

  /** What throws while an answer is made of a result must be answered, too. */
  @ArchTest
  static final ArchRule answers_areMadeWhereTheirFailuresAreSeen =
      noClasses()
          .that()
          .resideInAnyPackage("io.playhead.http", "io.playhead.ops")
          .and()
          .doNotHaveSimpleName("Answers")
          .should()
          .callMethod(Future.class, "onSuccess", Handler.class);

  private static DescribedPredicate<JavaClass> touchTheWorld() {
    return DescribedPredicate.describe(
        "touch a framework, a socket, a file, a thread or chance",
        type -> {
          String name = type.getName();
          return name.startsWith("io.vertx.")
              || name.startsWith("io.netty.")
              || name.startsWith("java.sql.")
              || name.startsWith("java.nio.file.")
              || name.startsWith("java.nio.channels.")
              || name.startsWith("java.io.File")
              || name.equals("java.io.RandomAccessFile")
              // Atomics are state, not threads: the parser counts what its tables have learnt.
              || (name.startsWith("java.util.concurrent.")
                  && !name.startsWith("java.util.concurrent.atomic."))
              || (name.startsWith("java.net.") && !isNameOfAThing(name))
              || name.equals("java.util.Random")
              || name.equals("java.util.UUID")
              || name.startsWith("java.util.random.")
              || name.equals("java.security.SecureRandom");
        });
  }

  /** To take a URI apart needs no network. */
  private static boolean isNameOfAThing(String name) {
    return Set.of(
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.net.URLEncoder",
            "java.net.URLDecoder")
        .contains(name);
  }

  private static DescribedPredicate<JavaAccess<?>> asksAClock() {
    return DescribedPredicate.describe(
        "asks a clock",
        access -> {
          String method = access.getTarget().getName();
          JavaClass owner = access.getTargetOwner();
          return (owner.isEquivalentTo(System.class)
                  && (method.equals("currentTimeMillis") || method.equals("nanoTime")))
              || (owner.isEquivalentTo(Math.class) && method.equals("random"))
              || owner.isEquivalentTo(Clock.class)
              || (method.equals("now") && CALENDARS.stream().anyMatch(owner::isEquivalentTo));
        });
  }
}
