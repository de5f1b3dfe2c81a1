package dev.byoml.model.explain;

import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.TenantModel;

/**
 * The members of each community that stand for it: its users and resources with the most accesses
 * in training, of equal ones the one with the smaller index.
 */
final class TypicalMembers {
  private static final int MOST = 3;

  private final TopK[] users;
  private final TopK[] resources;

  TypicalMembers(TenantModel model) {
    CompressedRows rows = model.accesses().likelihoods();
    long[] userTotals = new long[rows.rowCount()];
    long[] resourceTotals = new long[rows.columnCount()];
    for (int user = 0; user < userTotals.length; user++) {
      for (int position = rows.rowStart(user); position < rows.rowEnd(user); position++) {
        userTotals[user] += model.accesses().counts()[position];
        resourceTotals[rows.column(position)] += model.accesses().counts()[position];
      }
    }
    users = new TopK[model.communities().count()];
    resources = new TopK[users.length];
    for (int community = 0; community < users.length; community++) {
      users[community] = new TopK(MOST);
      resources[community] = new TopK(MOST);
    }
    for (int user = 0; user < userTotals.length; user++) {
      users[model.communities().userCommunity(user)].add(user, userTotals[user]);
    }
    for (int resource = 0; resource < resourceTotals.length; resource++) {
      resources[model.communities().resourceCommunity(resource)].add(
          resource, resourceTotals[resource]);
    }
  }

  /** Indexes of up to three users, the one with the most accesses first. */
  int[] users(int community) {
    return users[community].toArray();
  }

  /** Indexes of up to three resources, the one with the most accesses first. */
  int[] resources(int community) {
    return resources[community].toArray();
  }
}
