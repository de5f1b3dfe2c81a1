package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobAccountsTest {
  @Test
  void findsTheAccountOfEachContainer() {
    BlobAccounts accounts =
        BlobAccounts.named(
            List.of(
                "--input=azfs://export/am-securityevent/WorkspaceResourceId=/subscriptions/1",
                "--model=azfs://machine/models/today",
                "--output=/tmp/results"));

    assertThat(
        accounts.byContainer(), is(Map.of("am-securityevent", "export", "models", "machine")));
  }

  @Test
  void takesAContainerAlone() {
    assertThat(
        BlobAccounts.named(List.of("azfs://export/am-securityevent")).byContainer(),
        is(Map.of("am-securityevent", "export")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azfs://",
        "azfs://export",
        "azfs://export/",
        "azfs://export.blob.core.windows.net/container",
        "azfs://Export/container",
        "azfs://export/Container/path",
        "azfs://export/*/path"
      })
  void refusesAPathWithoutAccountAndContainer(String path) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> BlobAccounts.named(List.of("--input=" + path)));

    assertThat(e.getMessage(), containsString("azfs://account/container/path"));
  }

  @Test
  void refusesContainersOfOneNameInTwoAccounts() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BlobAccounts.named(List.of("azfs://one/data/x", "azfs://two/data/x")));

    assertThat(e.getMessage(), allOf(containsString("data is in one and in two")));
  }

  @Test
  void reachTheWorkersWithTheOptions() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    BlobAccounts.named(List.of("azfs://export/am-securityevent")).applyTo(options);

    ObjectMapper json =
        new ObjectMapper()
            .registerModules(ObjectMapper.findModules(SerializableUtils.class.getClassLoader()));
    PipelineOptions onWorker =
        json.readValue(json.writeValueAsString(options), PipelineOptions.class);

    assertThat(BlobAccounts.of(onWorker).byContainer(), is(Map.of("am-securityevent", "export")));
    assertThat(
        onWorker.as(BlobstoreOptions.class).getBlobstoreClientFactoryClass(),
        is((Object) EnvironmentBlobClientFactory.class));
  }
}
