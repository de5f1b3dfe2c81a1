package dev.byoml.transforms.write.loganalytics.upload;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.transforms.write.loganalytics.SendNumbers;
import dev.byoml.transforms.write.loganalytics.upload.Attempt.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSenderTest {
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(60));
  private static final Attempt BUSY = Attempt.failed(Outcome.TRY_LATER, "429 busy");

  private final Script script = new Script();
  private final SendNumbers numbers = new SendNumbers();
  private final List<UnwrittenRow> unwritten = new ArrayList<>();

  @Test
  void doublesItsPausesUpToTheLongest() throws Exception {
    script.answers(BUSY, BUSY, BUSY, BUSY, BUSY, BUSY, Attempt.written());

    send("a");

    List<Long> longest = List.of(1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
    assertThat(script.pauses.size(), is(longest.size()));
    for (int i = 0; i < longest.size(); i++) {
      assertThat(script.pauses.get(i), is(lessThanOrEqualTo(longest.get(i))));
      assertThat(script.pauses.get(i), is(greaterThanOrEqualTo(longest.get(i) / 2)));
    }
  }

  @Test
  void pausesAlikeForTheSameSeed() throws Exception {
    script.answers(BUSY, BUSY, BUSY, Attempt.written());
    send("a");
    List<Long> first = List.copyOf(script.pauses);
    script.pauses.clear();
    script.answers(BUSY, BUSY, BUSY, Attempt.written());
    send("a");

    assertThat(script.pauses, is(first));
  }

  @Test
  void waitsAsLongAsItIsAsked() throws Exception {
    script.answers(
        new Attempt(Outcome.TRY_LATER, "429", Optional.of(Duration.ofSeconds(20))),
        Attempt.written());

    send("a");

    assertThat(script.pauses, contains(20_000L));
  }

  @Test
  void givesUpAtOnceWhenItIsAskedToWaitBeyondTheDeadline() throws Exception {
    script.answers(new Attempt(Outcome.TRY_LATER, "429", Optional.of(Duration.ofHours(1))));

    send("a");

    assertThat(script.pauses, is(empty()));
    assertThat(unwritten, contains(new UnwrittenRow("a", "429")));
  }

  @Test
  void givesUpAtTheDeadlineAndTriesNoLaterBatch() throws Exception {
    script.answersForever(BUSY);
    BatchSender sender = sender();

    sender.send(RowBatch.of(List.of("a")), numbers, unwritten::add);
    long waited = script.pauses.stream().mapToLong(Long::longValue).sum();
    int requests = script.requests.size();
    sender.send(RowBatch.of(List.of("b")), numbers, unwritten::add);

    assertThat(waited, is(lessThanOrEqualTo(60_000L)));
    assertThat(waited, is(greaterThanOrEqualTo(44_000L)));
    assertThat(script.requests.size(), is(requests));
    assertThat(unwritten.stream().map(UnwrittenRow::row).toList(), contains("a", "b"));
  }

  @Test
  void splitsUntilEveryPartPasses() throws Exception {
    script.answersBySize(rows -> rows > 1 ? tooLarge() : Attempt.written());

    send("a", "b", "c", "d");

    assertThat(
        script.requests,
        contains(
            List.of("a", "b", "c", "d"),
            List.of("a", "b"),
            List.of("a"),
            List.of("b"),
            List.of("c", "d"),
            List.of("c"),
            List.of("d")));
    assertThat(unwritten, is(empty()));
    assertThat(numbers.values().get("ingestion.written"), is(4L));
  }

  @Test
  void givesUpTheOneRowThatIsTooLarge() throws Exception {
    script.answersBySize(rows -> tooLarge());

    send("a", "b");

    assertThat(unwritten.stream().map(UnwrittenRow::row).toList(), contains("a", "b"));
  }

  @Test
  void sendsLaterBatchesWhenTheRowsOfOneAreRefused() throws Exception {
    script.answers(Attempt.failed(Outcome.ROWS_REFUSED, "400"), Attempt.written());
    BatchSender sender = sender();

    sender.send(RowBatch.of(List.of("a")), numbers, unwritten::add);
    sender.send(RowBatch.of(List.of("b")), numbers, unwritten::add);

    assertThat(unwritten, contains(new UnwrittenRow("a", "400")));
    assertThat(numbers.values().get("ingestion.written"), is(1L));
  }

  @Test
  void renewsARejectedTokenOnce() throws Exception {
    Attempt rejected = Attempt.failed(Outcome.TOKEN_REJECTED, "401");
    script.answers(rejected, rejected);

    send("a");

    assertThat(script.renewals, is(1));
    assertThat(unwritten, contains(new UnwrittenRow("a", "401")));
  }

  @Test
  void accountsForEveryRow() throws Exception {
    script.answers(BUSY, Attempt.written(), Attempt.failed(Outcome.ALL_REFUSED, "403"));
    BatchSender sender = sender();
    RowSender rows = new RowSender(sender, numbers, unwritten::add);
    rows.add("a");
    rows.finish();
    rows.add("b");
    rows.finish();
    rows.refuse("c", "no row");

    assertThat(
        numbers.values().entrySet().stream()
            .filter(e -> !e.getKey().startsWith(SendNumbers.LATENCY))
            .map(e -> e.getKey() + "=" + e.getValue())
            .toList(),
        contains(
            "ingestion.bytes=9",
            "ingestion.failed=2",
            "ingestion.inbound=3",
            "ingestion.requests=3",
            "ingestion.retried=1",
            "ingestion.written=1",
            "ingestionFailedByReason.403=1",
            "ingestionFailedByReason.no row=1"));
    assertThat(unwritten.stream().map(UnwrittenRow::row).toList(), contains("b", "c"));
  }

  @Test
  void stopsAfterAFewHalvingsWhenNothingIsSmallEnough() throws Exception {
    script.answersForever(tooLarge());
    BatchSender sender = sender();
    List<String> rows = IntStream.range(0, 1_000).mapToObj(i -> "{\"row\":" + i + "}").toList();

    sender.send(RowBatch.of(rows), numbers, unwritten::add);
    sender.send(RowBatch.of(rows), numbers, unwritten::add);

    assertThat(script.requests.size(), is(lessThanOrEqualTo(6)));
    assertThat(unwritten.size(), is(2_000));
    assertThat(unwritten.stream().noneMatch(UnwrittenRow::isHopeless), is(true));
  }

  @Test
  void marksARowThatIsTooLargeAloneAsHopeless() throws Exception {
    script.answersBySize(rows -> rows > 1 ? tooLarge() : Attempt.written());
    script.answers(tooLarge(), tooLarge());

    send("a", "b");

    assertThat(unwritten, contains(new UnwrittenRow("a", "413", true)));
  }

  @Test
  void givesEachRequestNoMoreTimeThanTheDeadlineLeaves() throws Exception {
    script.answersForever(BUSY);

    send("a");

    assertThat(script.limits.get(0), is(Duration.ofSeconds(60)));
    for (int i = 1; i < script.limits.size(); i++) {
      assertThat(script.limits.get(i), is(lessThan(script.limits.get(i - 1))));
      assertThat(script.limits.get(i).isNegative(), is(false));
    }
  }

  @Test
  void doesNotSendARowThatNoRequestCanHold() throws Exception {
    RowSender rows = new RowSender(sender(), numbers, unwritten::add);
    rows.add("x".repeat(RowBatcher.MAX_BODY_BYTES));
    rows.finish();

    assertThat(script.requests, is(empty()));
    assertThat(
        unwritten.stream().map(row -> row.row().length()).toList(),
        everyItem(is(RowBatcher.MAX_BODY_BYTES)));
  }

  private void send(String... rows) throws InterruptedException {
    sender().send(RowBatch.of(List.of(rows)), numbers, unwritten::add);
  }

  private BatchSender sender() {
    return new BatchSender(script, SCHEDULE, new Random(7), script::pause, () -> script.time);
  }

  private static Attempt tooLarge() {
    return Attempt.failed(Outcome.TOO_LARGE, "413");
  }

  /** Answers what it is told; time passes only while somebody waits. */
  private static final class Script implements Uploader {
    private final List<List<String>> requests = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final Queue<Attempt> answers = new ArrayDeque<>();
    private IntFunction<Attempt> otherwise = rows -> Attempt.written();
    private int renewals;
    private long time;

    void answers(Attempt... list) {
      answers.addAll(List.of(list));
    }

    void answersForever(Attempt attempt) {
      otherwise = rows -> attempt;
    }

    void answersBySize(IntFunction<Attempt> answer) {
      otherwise = answer;
    }

    void pause(long milliseconds) {
      pauses.add(milliseconds);
      time += milliseconds * 1_000_000;
    }

    @Override
    public Attempt upload(RowBatch batch, Duration longest) {
      requests.add(batch.rows());
      limits.add(longest);
      Attempt answer = answers.poll();
      return answer == null ? otherwise.apply(batch.rows().size()) : answer;
    }

    @Override
    public void forgetToken() {
      renewals++;
    }

    @Override
    public void close() {}
  }
}
