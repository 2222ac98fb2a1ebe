package io.playhead.tracking;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The macros of VAST 4.3 (section 6, kept up to date by the IAB as a list of its own), by their own
 * names.
 */
enum Macro {
  TIMESTAMP,
  CACHEBUSTING,
  CONTENTPLAYHEAD,
  MEDIAPLAYHEAD,
  BREAKPOSITION,
  BLOCKEDADCATEGORIES(true),
  ADCATEGORIES(true),
  ADCOUNT,
  TRANSACTIONID,
  PLACEMENTTYPE,
  ADTYPE,
  UNIVERSALADID(true),
  BREAKMAXDURATION,
  BREAKMAXADS,
  BREAKMINADLENGTH,
  BREAKMAXADLENGTH,
  IFA,
  IFATYPE,
  CLIENTUA,
  SERVERUA,
  DEVICEUA,
  SERVERSIDE,
  DEVICEIP,
  LATLONG(true),
  DOMAIN,
  PAGEURL,
  APPBUNDLE,
  VASTVERSIONS(true),
  APIFRAMEWORKS(true),
  EXTENSIONS(true),
  VERIFICATIONVENDORS(true),
  OMIDPARTNER,
  MEDIAMIME(true),
  PLAYERCAPABILITIES(true),
  CLICKTYPE,
  PLAYERSTATE(true),
  INVENTORYSTATE(true),
  PLAYERSIZE(true),
  ADPLAYHEAD,
  ASSETURI,
  CONTENTID,
  CONTENTURI,
  PODSEQUENCE,
  ADSERVINGID,
  CLICKPOS(true),
  ERRORCODE,
  REASON,
  LIMITADTRACKING,
  REGULATIONS(true),
  GDPRCONSENT,
  STOREID,
  STOREURL,
  PLAYBACKMETHODS(true),
  CONTENTCAT(true),
  GPPSTRING,
  GPPSECTIONID(true),
  DSAREQUIRED,
  DSAPARAMS(true),
  DSAPUBRENDER;

  /** The longest name. */
  static final int MAX_LENGTH = 19;

  private static final Map<String, Macro> BY_NAME = new HashMap<>();

  static {
    for (Macro macro : values()) {
      BY_NAME.put(macro.name(), macro);
    }
  }

  /** Whether it has several values: the commas between them are not encoded. */
  final boolean list;

  Macro() {
    this(false);
  }

  Macro(boolean list) {
    this.list = list;
  }

  /** The macro of that name; null if VAST has none. Case counts. */
  static @Nullable Macro named(String name) {
    return BY_NAME.get(name);
  }
}
