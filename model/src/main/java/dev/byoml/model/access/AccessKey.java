package dev.byoml.model.access;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Who touched what: the unit that is trained on, scored and reported.
 *
 * @param tenant the organisation the user belongs to; tenants are never mixed
 * @param user the account that acted
 * @param resource what was touched, for a file share {@code \\computer\share}
 */
public record AccessKey(String tenant, String user, String resource)
    implements Comparable<AccessKey>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks that nothing is missing. */
  public AccessKey {
    requireNonNull(tenant, "tenant");
    requireNonNull(user, "user");
    requireNonNull(resource, "resource");
  }

  /** Orders by tenant, then user, then resource, each by UTF-16 code unit. */
  @Override
  public int compareTo(AccessKey other) {
    int byTenant = tenant.compareTo(other.tenant);
    if (byTenant != 0) {
      return byTenant;
    }
    int byUser = user.compareTo(other.user);
    return byUser != 0 ? byUser : resource.compareTo(other.resource);
  }
}
