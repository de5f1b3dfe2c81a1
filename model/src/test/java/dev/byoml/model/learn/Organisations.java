package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.List;

/** Hand-made organisations whose right scores are known. */
public final class Organisations {
  /** Departments of an organisation. */
  public static final List<String> DEPARTMENTS = List.of("finance", "legal", "research");

  private static final int USERS = 10;
  private static final int SHARES = 5;

  private Organisations() {}

  /**
   * Three departments of ten users, {@code finance-user-0} and so on, who touch the five shares of
   * their department, {@code finance-share-0} and so on. If {@code linked}, everybody also touches
   * {@code common}; otherwise the departments are communities of their own.
   */
  public static AccessMatrix threeDepartments(boolean linked) {
    AccessMatrixBuilder accesses = new AccessMatrixBuilder("acme");
    for (String department : DEPARTMENTS) {
      for (int user = 0; user < USERS; user++) {
        String id = department + "-user-" + user;
        for (int share = 0; share < SHARES; share++) {
          accesses.add(id, department + "-share-" + share, 1 + user * share, 1 + user);
        }
        if (linked) {
          accesses.add(id, "common", 10, 10);
        }
      }
    }
    return accesses.build();
  }

  /**
   * A model of three departments with factors by hand: one factor for each department. Users are 1
   * in their own and 0.2 in the others, shares 1 in their own alone, and what all share is even.
   */
  public static TenantModel model(Affinity affinity, boolean linked) {
    AccessMatrix accesses = threeDepartments(linked);
    TrainingParameters parameters =
        new TrainingParameters(
            TrainingParameters.DEFAULT.als(), TrainingParameters.DEFAULT.likelihood(), affinity);
    Factorization factorization =
        new Factorization(
            factors(accesses.users(), 0.2), factors(accesses.resources(), 0), List.of(3.0, 2.5));
    return TenantModelFactory.create(accesses, LearnedModel.ofFactors(factorization), parameters);
  }

  private static Factors factors(List<String> ids, double elsewhere) {
    int rank = DEPARTMENTS.size();
    double[] values = new double[ids.size() * rank];
    for (int row = 0; row < ids.size(); row++) {
      String id = ids.get(row);
      for (int k = 0; k < rank; k++) {
        boolean own = id.startsWith(DEPARTMENTS.get(k));
        values[row * rank + k] = id.equals("common") ? 0.6 : own ? 1 : elsewhere;
      }
    }
    return Factors.rounded(rank, values);
  }
}
