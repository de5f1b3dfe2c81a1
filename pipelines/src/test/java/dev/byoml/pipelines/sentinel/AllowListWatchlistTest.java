package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.score.AllowList;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowListWatchlistTest {
  private static final String CSV = "sentinel/watchlists/ResourceAccessAllowList.csv";

  @Test
  void isAFileThatScoreTakesToo() {
    AllowList list = AllowList.parse(Scripts.text(CSV));

    assertThat(list.size(), is(1));
  }

  @Test
  void allowsNothingToAnybodyReal() {
    AllowList list = AllowList.parse(Scripts.text(CSV));

    AccessKey access = new AccessKey("0", "contoso\\alice", "\\\\fs01.contoso.example\\finance");
    assertThat(list.allows(access, Instant.EPOCH), is(false));
  }

  @Test
  void isDeployedAsItIsWritten() {
    JsonNode properties =
        Scripts.resources("sentinel/watchlists.json", "Microsoft.SecurityInsights/watchlists")
            .get(0)
            .get("properties");

    assertThat(properties.get("rawContent").asText(), equalTo(Scripts.text(CSV)));
    assertThat(properties.get("watchlistAlias").asText(), is("ResourceAccessAllowList"));
    assertThat(properties.get("contentType").asText(), is("text/csv"));
  }

  @Test
  void isSearchedByAColumnThatItHas() {
    JsonNode properties =
        Scripts.resources("sentinel/watchlists.json", "Microsoft.SecurityInsights/watchlists")
            .get(0)
            .get("properties");

    assertThat(
        Scripts.text(CSV).lines().findFirst().orElseThrow(),
        is("Actor,Resource,Expires,Reason,Owner"));
    assertThat(properties.get("itemsSearchKey").asText(), is("Actor"));
  }
}
