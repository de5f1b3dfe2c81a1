package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.azure.TestBlobClientFactory;
import dev.byoml.pipelines.train.TrainingOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What travels to the workers and what a runner's pages show of a run that uses a key. */
class OptionSecretsTest {
  private static final String KEY = "cGxhbnRlZC1zdG9yYWdlLWtleS1vZi1hLXRlc3Q=";

  private PipelineOptions options;

  @BeforeEach
  void useAKey() {
    TestBlobClientFactory.use(Map.of("AZURE_STORAGE_KEY", KEY));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    int status =
        new CommandLine(List.of(new KeepOptions()), nowhere, nowhere)
            .run(
                "keep",
                "--input=azfs://export/am-securityevent",
                "--model=azfs://export/models/m",
                TestBlobClientFactory.OPTION);
    assertThat(status, is(0));
  }

  @AfterEach
  void forgetTheKey() {
    TestBlobClientFactory.use(Map.of());
  }

  @Test
  void areNotInTheOptionsAsText() {
    assertThat(options.toString(), containsString("am-securityevent"));
    assertThat(options.toString(), not(containsString(KEY)));
  }

  @Test
  void areNotInTheOptionsThatTravel() throws Exception {
    String json =
        new ObjectMapper()
            .registerModules(ObjectMapper.findModules(SerializableUtils.class.getClassLoader()))
            .writeValueAsString(options);
    assertThat(json, containsString("am-securityevent"));
    assertThat(json, not(containsString(KEY)));
  }

  @Test
  void areNotInTheDisplayData() {
    String display = DisplayData.from(options).toString();
    assertThat(display, containsString("am-securityevent"));
    assertThat(display, not(containsString(KEY)));
  }

  private final class KeepOptions extends Command<TrainingOptions> {
    KeepOptions() {
      super("keep", "keeps its options", TrainingOptions.class, "keep");
    }

    @Override
    protected void run(TrainingOptions given, PrintStream out, Consumer<String> warnings) {
      FileSystems.setDefaultPipelineOptions(given);
      options = given;
    }
  }
}
