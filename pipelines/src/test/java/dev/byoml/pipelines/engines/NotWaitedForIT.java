package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a Flink cluster whose client ends before it gives what one gives that is waited for. */
class NotWaitedForIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern JOB =
      Pattern.compile("submitted: (\\S+), (http\\S+)/#/job/running/(\\w+)");
  private static final Duration LONGEST = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void givesTheSameWithoutAClient() throws Exception {
    Story story = Story.ofSmallSample();
    Path waited = folder.resolve("waited");
    story.run(Engine.onThisMachine("Direct", "DirectRunner"), waited);
    Path left = folder.resolve("left");
    try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("cluster"))) {
      Engine client = cluster.commandLine("--wait=false", "--parallelism=2");
      await(client.run(Story.logs(left), story.train(left)));
      assertThat(Files.exists(left.resolve("model/manifest.json")), is(true));
      await(client.run(Story.logs(left), story.score(left)));

      assertThat(Outcome.of(left), is(Outcome.of(waited)));
    }
  }

  @Test
  void deletesNothingOfARunThatFlinksOwnClientDoesNotWaitFor() throws Exception {
    Story story = Story.ofSmallSample();
    Path left = folder.resolve("left");
    try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("cluster"))) {
      Engine.Ended ended = cluster.submitting("-d").run(Story.logs(left), story.train(left));
      assertThat(ended.errors(), ended.status(), is(0));
      assertThat(ended.output(), containsString("submitted: "));
      assertThat(ended.errors(), not(containsString("byoml: ")));
      awaitAll(cluster.restAddress());
      assertThat(Files.exists(left.resolve("model/manifest.json")), is(true));
    }
  }

  private static void await(Engine.Ended ended) throws Exception {
    assertThat(ended.errors(), ended.status(), is(0));
    Matcher job = JOB.matcher(ended.output());
    assertThat(ended.output(), job.find(), is(true));
    awaitEnd(job.group(2), job.group(3));
  }

  private static void awaitAll(String restAddress) throws Exception {
    List<String> jobs = new ArrayList<>();
    for (JsonNode job : JSON.readTree(URI.create(url(restAddress) + "/jobs").toURL()).get("jobs")) {
      jobs.add(job.get("id").asText());
    }
    for (String job : jobs) {
      awaitEnd(url(restAddress), job);
    }
  }

  private static String url(String restAddress) {
    return restAddress.startsWith("http") ? restAddress : "http://" + restAddress;
  }

  private static void awaitEnd(String address, String job) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    String state = "";
    while (!state.equals("FINISHED")) {
      state = JSON.readTree(URI.create(address + "/jobs/" + job).toURL()).get("state").asText();
      assertThat(state, not(is("FAILED")));
      assertThat("the job still runs", System.nanoTime() < end);
      Thread.sleep(200);
    }
  }
}
