package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathFormsTest {

  @ParameterizedTest
  @CsvSource({
    "file:///tmp/a b/c, /tmp/a b/c",
    "file:///tmp/a%20b/*.json, /tmp/a b/*.json",
    "file:/tmp/a+b, /tmp/a+b",
    "file://localhost/tmp/100%, /tmp/100%",
    "abfss://logs@acct.dfs.core.windows.net/am/x, azfs://acct/logs/am/x",
    "abfs://logs@acct.dfs.core.windows.net, azfs://acct/logs",
    "wasbs://logs@acct.blob.core.windows.net/am, azfs://acct/logs/am",
    "https://acct.blob.core.windows.net/logs/am%20x, azfs://acct/logs/am x",
    "https://acct.dfs.core.usgovcloudapi.net/logs, azfs://acct/logs",
  })
  void understandsOtherFormsOfAPath(String written, String path) {
    assertThat(PathForms.understood("--input", written), is(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logs/am",
        "/tmp/100%25",
        "azfs://acct/logs/am",
        "eventhubs://ns/hub",
        "https://x.ingest.monitor.azure.com",
        "file.json",
      })
  void leavesAllElseAsItIs(String path) {
    assertThat(PathForms.understood("--input", path), is(path));
  }

  @ParameterizedTest
  @CsvSource({
    "dbfs:/logs/am, /dbfs/logs/am",
    "https://acct.blob.core.windows.net/, azfs://acct/CONTAINER/PATH",
    "abfss://acct.dfs.core.windows.net, azfs://account/container/path",
  })
  void saysWhatToWriteInsteadOfWhatCannotBeRead(String path, String instead) {
    UsageException e =
        assertThrows(UsageException.class, () -> PathForms.understood("--input", path));
    assertThat(e.getMessage(), containsString(instead));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/logs", "gs://bucket/logs", "hdfs://name/logs"})
  void namesAFileSystemThatTheBundleLacks(String path) {
    UsageException e =
        assertThrows(UsageException.class, () -> PathForms.checkScheme("--input", path));
    assertThat(e.getMessage(), containsString("carries no file system for " + path.split(":")[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"azfs://acct/am-securityevent/y=2026/", "azfs://acct/am-securityevent"})
  void takesAFolderOfBlobsWithAndWithoutItsLastSlash(String path) {
    assertDoesNotThrow(() -> PathForms.checkScheme("--input", path));
  }
}
