package dev.byoml.model.study;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.access.Likelihood;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.sample.SampleAccess;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One organisation with pairs of known label.
 *
 * <p>Harmless pairs are accesses of people to shares of their own department, a tenth of them,
 * hidden from training. Each has a counterpart that should be found: the same user with the
 * resource of another harmless pair, one that nobody of the user's department touches. So activity
 * and popularity are alike on both sides, and neither gives a label away.
 *
 * @param accesses what training sees
 * @param pairs users and resources that training knows, but not together
 */
record StudySample(AccessMatrix accesses, List<Pair> pairs) {
  private static final int HIDDEN_OF_A_HUNDRED = 10;
  private static final int DRAWS = 50;

  /** A pair by its row and column in the matrix. */
  record Pair(int user, int resource, boolean positive) {}

  /** The organisations of one seed; the same seed always gives the same. */
  static List<StudySample> of(StudyShape shape, long seed) {
    SampleDataParameters parameters =
        new SampleDataParameters(
            seed,
            shape.users() * shape.organizations(),
            shape.resources() * shape.organizations(),
            shape.days(),
            shape.organizations());
    Random random = new Random(seed);
    return SampleOrganization.of(parameters, shape.shape()).tenants().stream()
        .map(tenant -> new Maker(tenant, shape.strays(), random).make())
        .toList();
  }

  private static final class Maker {
    private final Map<String, Integer> departmentOfUser = new HashMap<>();
    private final Map<String, Integer> departmentOfResource = new HashMap<>();
    private final List<SampleAccess> all;
    private final Set<AccessKey> seen = new HashSet<>();
    private final Set<String> touched = new HashSet<>();
    private final double strays;
    private final Random random;

    Maker(SampleTenant tenant, double strays, Random random) {
      this.strays = strays;
      this.random = random;
      for (Account account : tenant.accounts()) {
        if (account.kind() != Account.Kind.SERVICE) {
          departmentOfUser.put(account.user(), account.department());
        }
      }
      for (Share share : tenant.shares()) {
        departmentOfResource.put(share.resource(), share.department());
      }
      all = tenant.trainingAccesses().sorted(Comparator.comparing(SampleAccess::key)).toList();
    }

    StudySample make() {
      AccessMatrixBuilder training = new AccessMatrixBuilder(all.get(0).key().tenant());
      List<AccessKey> hidden = new ArrayList<>();
      for (SampleAccess access : all) {
        AccessKey key = access.key();
        note(key);
        Integer department = departmentOfUser.get(key.user());
        boolean own = departmentOfResource.get(key.resource()).equals(department);
        if (own && random.nextInt(100) < HIDDEN_OF_A_HUNDRED) {
          hidden.add(key);
        } else {
          double likelihood = Likelihood.of(access.count(), access.first(), access.last());
          training.add(
              key.user(),
              key.resource(),
              access.count(),
              likelihood,
              DailyCounts.dayOf(access.first()));
        }
      }
      addStrays(training);
      AccessMatrix accesses = training.build();
      return new StudySample(accesses, pairs(accesses, hidden));
    }

    private void note(AccessKey key) {
      seen.add(key);
      touched.add(departmentOfUser.get(key.user()) + " " + key.resource());
    }

    private void addStrays(AccessMatrixBuilder training) {
      for (SampleAccess access : all) {
        AccessKey key = access.key();
        if (departmentOfUser.containsKey(key.user()) && random.nextDouble() < strays) {
          String resource = all.get(random.nextInt(all.size())).key().resource();
          AccessKey stray = new AccessKey(key.tenant(), key.user(), resource);
          if (!seen.contains(stray)) {
            note(stray);
            training.add(stray.user(), stray.resource(), 1, 1, DailyCounts.dayOf(access.first()));
          }
        }
      }
    }

    private List<Pair> pairs(AccessMatrix accesses, List<AccessKey> hidden) {
      Map<String, Integer> users = places(accesses.users());
      Map<String, Integer> resources = places(accesses.resources());
      List<AccessKey> known =
          hidden.stream()
              .filter(key -> users.containsKey(key.user()))
              .filter(key -> resources.containsKey(key.resource()))
              .toList();
      List<Pair> pairs = new ArrayList<>();
      for (AccessKey harmless : known) {
        int user = users.get(harmless.user());
        pairs.add(new Pair(user, resources.get(harmless.resource()), false));
        for (int draw = 0; draw < DRAWS; draw++) {
          String resource = known.get(random.nextInt(known.size())).resource();
          if (!touched.contains(departmentOfUser.get(harmless.user()) + " " + resource)) {
            pairs.add(new Pair(user, resources.get(resource), true));
            break;
          }
        }
      }
      return pairs;
    }

    private static Map<String, Integer> places(List<String> ids) {
      Map<String, Integer> places = new HashMap<>();
      ids.forEach(id -> places.put(id, places.size()));
      return places;
    }
  }
}
