package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Vert.x 5 and JAXB do that is easily overlooked, and the test that fails when we forget it.
 * Whoever moves to another version of them finds here what to look at; whoever renames one of these
 * tests, this table.
 */
class FrameworkTrapsTest {

  @ParameterizedTest(name = "{0}: {1}.{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a space or line break in a URI leaks a place in the pool    | beacon.FaultTest           | dirtyUrls_neverBlockTheHost
          a space or line break in a URI leaks a place in the pool    | beacon.BeaconUrlTest       | of_anything_neverThrowsAndStaysWithinTheRequestLine
          clients throw at malformed URLs, and take ftp               | ingest.HttpDocumentSourceTest | fetch_whatIsNoWebAddress_failsWithoutThrowing
          clients throw at malformed URLs, and take ftp               | beacon.BeaconUrlTest       | of_otherScheme_isRefused
          a request's timeout is no deadline for a server that drips  | beacon.FaultTest           | dripOfHeaders_endsAtTheDeadline
          a request's timeout is no deadline for a server that drips  | ingest.HttpDocumentSourceTest | fetch_dripping_endsWithTheDeadlineAndFreesTheConnection
          Future.timeout keeps the connection                         | ingest.PodResolutionTest   | resolve_manyHangingServers_poolRecovers
          the pool has 5 connections a host and a queue without end   | beacon.FaultTest           | deadHosts_delayNoOther
          a connection that its server closes is used once more       | beacon.FaultTest           | idleConnectionClosedByTheServer_isNotUsedAgain
          redirects are followed 16 times                             | beacon.FaultTest           | redirectLoop_endsAfterFiveHopsAmbiguously
          redirects are followed 16 times                             | beacon.EgressTest          | client_redirectLoop_ends
          redirects carry Authorization to other origins              | beacon.EgressTest          | client_redirectToAnAllowedAddress_isFollowedWithoutSecrets
          redirects lead from https to http                           | beacon.EgressTest          | client_httpsDowngradeAndOtherSchemes_areNotFollowed
          an address resolver is no filter: names rebind              | beacon.EgressTest          | beacon_nameRebinds_connectsNowhereForbidden
          an address resolver is no filter: names rebind              | beacon.EgressTest          | check_connectionToAForbiddenAddress_isClosedBeforeAnythingIsSent
          bodies are buffered whole                                   | beacon.FaultTest           | hugeBody_isNotRead
          bodies are buffered whole                                   | ingest.HttpDocumentSourceTest | fetch_compressedBomb_isCutAtTheLimit
          body limits believe Content-Length                          | DoorsTest                  | body_tooLarge_isCountedNotBelieved
          bodies are read before the key is looked at                 | DoorsTest                  | keys_areCheckedBeforeTheBodyIsRead
          the idle timeout of a server begins anew with every byte    | DoorsTest                  | client_thatDrips_isCutOff
          close drops what is under way, only shutdown drains         | StopTest                   | stopped_requestsUnderWayAreAnswered
          clients that nobody holds are closed                        | beacon.DispatcherTest      | send_afterGarbageCollections_isDelivered
          JAXB and StAX expand entities and read DTDs                 | vast.HostileDocumentTest   | refused
          JAXB looks up classes that xsi:type names                   | vast.HostileDocumentTest   | classNamesInXsiType_areNotLookedUp
          """)
  void trap_isHeldByATest(String trap, String testClass, String method) throws Exception {
    Class<?> type = Class.forName("io.playhead." + testClass);
    assertThat(Arrays.stream(type.getDeclaredMethods()).map(Method::getName))
        .as(trap)
        .contains(method);
  }
}
