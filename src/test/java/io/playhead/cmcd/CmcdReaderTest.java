package io.playhead.cmcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.cmcd.CmcdReader.Body;
import io.playhead.tracking.PlayerState;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmcdReaderTest {

  @Test
  void read_recordWithAPlayhead() {
    assertThat(one("cid=\"asset-1\",e=t,sid=\"7b1c0003\",sn=23,sta=p,ts=1795258202912,v=2,pt=4878"))
        .isEqualTo(
            new CmcdRecord(
                CmcdEvent.TIME_INTERVAL,
                PlayerState.PLAYING,
                false,
                1000,
                4_878,
                1_795_258_202_912L,
                23,
                -1,
                -1,
                null,
                "7b1c0003",
                "asset-1"));
  }

  @Test
  void read_recordOfARequest() {
    assertThat(
            one(
                "bl=(25900;v 29900;a),cid=\"asset-1\",e=rr,sid=\"s\",sn=24,sta=p,ts=1795258203000,"
                    + "ttlb=80,url=\"http://c.example/chunk-stream0-00009.m4s\",v=2"))
        .isEqualTo(
            new CmcdRecord(
                CmcdEvent.RESPONSE_RECEIVED,
                PlayerState.PLAYING,
                false,
                1000,
                -1,
                1_795_258_203_000L,
                24,
                80,
                25_900,
                "http://c.example/chunk-stream0-00009.m4s",
                "s",
                "asset-1"));
  }

  @Test
  void read_lines_withAnyEnd() {
    Body body = read("pt=1\npt=2\r\n\n  \r\n pt=3 \t\r\n");
    assertThat(body.records()).extracting(CmcdRecord::playheadMs).containsExactly(1L, 2L, 3L);
    assertThat(body.broken()).isZero();
    assertThat(body.firstBroken()).isNull();
    assertThat(read("").records()).isEmpty();
    assertThat(read("\r\n\n").records()).isEmpty();
  }

  @Test
  void read_brokenLines_areCountedAndTheFirstIsNamed() {
    Body body = read("pt=1\npt=\n\npt=2,,pt=3\npt=4\npt=\"");
    assertThat(body.records()).extracting(CmcdRecord::playheadMs).containsExactly(1L, 4L);
    assertThat(body.broken()).isEqualTo(3);
    assertThat(body.firstBroken()).isEqualTo("line 2: there must be a value, at character 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "su,bs,pt=77",
        "su=?0,bs=?1,pt=77",
        "pt=77;x;y=1;z=\"a\\\"b\"",
        "pt=77 , \t v=2",
        "br=(),pt=77",
        "br=( 1  2 ),pt=77",
        "br=(1;a 2.5;b=?1 \"x\" tok :aGk=: ?0);p=1,pt=77",
        "com.example-Key=\"it\",*k=1,a_b-c.d*=2,pt=77",
        "nor=(\"a,b)\";r=\"0-9\"),pt=77",
        "cmsds=:aGVsbG8=:,pt=77",
        "x=@1795258202,y=%\"f%c3%bc\",pt=77",
        "t1=a/b:c*,pt=77",
        "pt=1,pt=77",
        "pt=77.2",
        "pt=76.5",
        "url=\"https://c.example/\u00fcber \\\\ \\\" .ts\",pt=77"
      })
  void read_wholeGrammar(String record) {
    assertThat(one(record).playheadMs()).isEqualTo(77);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1",
        "1a=1",
        ",a",
        "a,",
        "a,,b",
        "a=",
        "a=;b",
        "a b",
        "a =1",
        "a= 1",
        "a=1 2",
        "a=-",
        "a=1.",
        "a=1.2345",
        "a=1234567890123456",
        "a=1234567890123.1",
        "a=\"x",
        "a=\"x\\\"",
        "a=\"x\\n\"",
        "a=\"x\ty\"",
        "a=?",
        "a=?2",
        "a=:a b:",
        "a=:aa",
        "a=(1",
        "a=(1,2)",
        "a=(1 2",
        "a=(1\"x\")",
        "a=1;",
        "a=1;=2",
        "a=1;b=",
        "a=@x",
        "a=@",
        "a=@-",
        "a=%",
        "a=%\"",
        "a=:",
        "a=(",
        "a=%x",
        "a={}",
        "\u00fc=1",
        "\"a\"=1",
        "{\"pt\":1}"
      })
  void read_whatBreaksTheGrammar_isBroken(String record) {
    Body body = read("pt=1\n" + record); // what breaks off does so at the end of all bytes
    assertThat(body.broken()).isEqualTo(1);
    assertThat(body.records()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "sta=p, PLAYING",
        "sta=\"p\", PLAYING",
        "sta=a, PAUSED",
        "sta=k, SEEKING",
        "sta=e, ENDED",
        "sta=s, BUFFERING",
        "sta=d, BUFFERING",
        "sta=r, BUFFERING",
        "sta=w, BUFFERING",
        "sta=f, BUFFERING",
        "sta=q, BUFFERING",
        "sta=P, null",
        "sta=pp, null",
        "sta=1, null",
        "sta, null",
        "v=2, null"
      })
  void read_states(String record, PlayerState state) {
    assertThat(one(record).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "e=ps, PLAY_STATE", "e=pr, PLAYBACK_RATE", "e=e, ERROR", "e=\"t\", TIME_INTERVAL",
        "e=c, CONTENT_ID", "e=b, BACKGROUNDED", "e=m, MUTE", "e=um, UNMUTE",
        "e=pe, PLAYER_EXPAND", "e=pc, PLAYER_COLLAPSE", "e=as, AD_START", "e=ae, AD_END",
        "e=abs, AD_BREAK_START", "e=abe, AD_BREAK_END", "e=sk, SKIP", "e=ce, CUSTOM",
        "e=rr, RESPONSE_RECEIVED", "e=bc, BITRATE_CHANGE", "e=new, null", "e=T, null",
        "e=abcde, null", "e=5, null", "v=2, null"
      })
  void read_events(String record, CmcdEvent event) {
    assertThat(one(record).event()).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource({
    "pr=1.25, 1250",
    "pr=2, 2000",
    "pr=-1.5, 1500",
    "pr=0, 0",
    "pr=999999, 100000",
    "pr=\"2\", 1000",
    "v=2, 1000"
  })
  void read_rates(String record, int rateMilli) {
    assertThat(one(record).rateMilli()).isEqualTo(rateMilli);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bl=25900 | 25900",
        "bl=(25900) | 25900",
        "bl=(25900;v 29900;a) | 25900",
        "bl=(29900;a 25900;v),ot=a | 29900",
        "ot=v,bl=(29900;a 25900;v) | 25900",
        "ot=v,bl=(1000;a) | 1000",
        "bl=(9000;av),ot=av | 9000",
        "bl=(0;tt 4000;v) | 4000",
        "bl=(0;tt) | -1",
        "bl=() | -1",
        "bl | -1",
        "bl=(-5) | -1",
        "bl=\"5\" | -1",
        "bl=(1 2),bl=(7) | 7"
      })
  void read_buffers(String record, long bufferMs) {
    assertThat(one(record).bufferMs()).isEqualTo(bufferMs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pt=-1", "pt=\"1\"", "pt=(1)", "pt", "pt=999999999999999", "pt=?1", "pt=one"})
  void read_numbersThatMakeNoSense_areNotTold(String record) {
    assertThat(one(record + ",sn=4")).extracting(CmcdRecord::playheadMs).isEqualTo(-1L);
  }

  @Test
  void read_texts_unescaped() {
    CmcdRecord record = one("sid=\"a\\\"b\\\\c\u00fc\",cid=token,url=5");
    assertThat(record.sessionId()).isEqualTo("a\"b\\c\u00fc");
    assertThat(record.contentId()).isEqualTo("token");
    assertThat(record.url()).isNull();
  }

  @Test
  void read_idsOfManyRecords_areNotMixedUp() {
    Body body = read("sid=\"one\",cid=\"x\"\nsid=\"two\"\nsid=\"one\",cid=\"y\"\nsid=\"on\"");
    assertThat(body.records())
        .extracting(CmcdRecord::sessionId)
        .containsExactly("one", "two", "one", "on");
    assertThat(body.records())
        .extracting(CmcdRecord::contentId)
        .containsExactly("x", null, "y", null);
  }

  @Test
  void read_hostileSizes_areRefusedOneByOne() {
    String longest = "u=\"" + "x".repeat(CmcdReader.MAX_RECORD_BYTES - 4) + "\"";
    String keys = "k=1,".repeat(CmcdReader.MAX_KEYS - 1);
    assertThat(read(longest).broken()).isZero();
    assertThat(read(longest + "x").broken()).isEqualTo(1);
    assertThat(read("x".repeat(1_000_000)).broken()).isEqualTo(1);
    assertThat(read("a=" + "(".repeat(5_000)).broken()).isEqualTo(1);
    assertThat(read(keys + "pt=1").records()).hasSize(1);
    assertThat(read(keys + "k=1,pt=1").broken()).isEqualTo(1);
  }

  @Test
  void read_moreRecordsThanMayBe_isRefused() {
    byte[] body = "pt=1\n,\npt=2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(CmcdReader.read(body, 3).records()).hasSize(2);
    assertThatThrownBy(() -> CmcdReader.read(body, 2)).isInstanceOf(CmcdException.class);
  }

  private static CmcdRecord one(String record) {
    Body body = read(record);
    assertThat(body.firstBroken()).isNull();
    assertThat(body.records()).hasSize(1);
    return body.records().get(0);
  }

  private static Body read(String records) {
    return CmcdReader.read(records.getBytes(StandardCharsets.UTF_8), 1_000);
  }
}
