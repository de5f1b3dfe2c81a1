package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.Enrichment.Entry;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds what alternating least squares learns to digests that never change. */
class ModelIdsTest {
  private static final PeerGroups DEPARTMENTS =
      new PeerGroups(
          Enrichment.of(
              IntStream.range(0, 60)
                  .mapToObj(
                      user ->
                          new Entry(
                              Side.USER, null, "user" + user, Map.of("department", "d" + user % 4)))
                  .toList()),
          "department",
          2);

  /** Sixty users of four departments: enough that the default averages over neighbours. */
  private static AccessMatrix organisation() {
    AccessMatrixBuilder accesses = new AccessMatrixBuilder("contoso");
    for (int user = 0; user < 60; user++) {
      for (int resource = 0; resource < 40; resource++) {
        int spread = (7 * user + 13 * resource + user * resource) % 11;
        if (user % 4 == resource % 4 ? spread < 6 : spread == 0) {
          accesses.add("user" + user, "share" + resource, 1 + spread, (1 + spread) / 4.0);
        }
      }
    }
    return accesses.build();
  }

  private static String digest(TrainingParameters parameters, PeerGroups groups) {
    return Algorithms.train(organisation(), parameters, 2, groups).contentDigest();
  }

  @Test
  void theDefaultPresetGivesTheSameModelAsEver() {
    assertThat(
        digest(TrainingParameters.DEFAULT, PeerGroups.NONE),
        is("132d4edf4bf38ad7a9a8e812a8e6a1d62f9566f3fd57f0da40f1463e1a0c78c2"));
  }

  @Test
  void theClassicPresetGivesTheSameModelAsEver() {
    assertThat(
        digest(TrainingParameters.CLASSIC, PeerGroups.NONE),
        is("44798f12129502e97e797542037b33358ca54a03079097017e8c2e1022f7b3c7"));
  }

  @Test
  void explicitFeedbackGivesTheSameModelAsEver() {
    TrainingParameters explicit =
        TrainingParameters.CLASSIC.withAls(TrainingParameters.CLASSIC.als().withImplicit(false));
    assertThat(
        digest(explicit, PeerGroups.NONE),
        is("5debce9ede435ee45160fedb7341dcad6cde833a9e9a56c6ad725c579dd17d64"));
  }

  @Test
  void peerGroupsGiveTheSameModelAsEver() {
    assertThat(
        digest(TrainingParameters.DEFAULT, DEPARTMENTS),
        is("ae2d5e437937ef6cc8791630912659df1bcfb52b4cbc12c130494aa2ac3ff4c3"));
    assertThat(
        digest(TrainingParameters.CLASSIC, DEPARTMENTS),
        is("295e5c99ce284a35af1b5901fbc5dea0b773e4ef01c0176d0b4cf07a1dfb9199"));
  }
}
