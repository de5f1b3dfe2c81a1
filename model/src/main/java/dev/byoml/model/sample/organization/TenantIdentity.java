package dev.byoml.model.sample.organization;

import java.util.Locale;

/**
 * The names by which one organisation is known.
 *
 * @param tenantId GUID that stands in the column {@code TenantId}
 * @param netbiosDomain domain in account names, upper case
 * @param dnsDomain domain of computer names, under the reserved top-level domain {@code example}
 *     (RFC 2606)
 * @param subscriptionId GUID of the Azure subscription that holds the workspace
 */
public record TenantIdentity(
    String tenantId, String netbiosDomain, String dnsDomain, String subscriptionId) {

  /** Path of the Log Analytics workspace in Azure Resource Manager, lower case. */
  public String workspaceResourceId() {
    return "/subscriptions/"
        + subscriptionId
        + "/resourcegroups/rg-soc/providers/microsoft.operationalinsights/workspaces/ws-"
        + netbiosDomain.toLowerCase(Locale.ROOT);
  }

  /** The identity of a tenant, counted from 0. */
  static TenantIdentity of(RandomKey key, int tenant) {
    RandomStream random = key.of("identity").stream();
    String name = Vocabulary.organization(tenant);
    return new TenantIdentity(
        random.uuid().toString(),
        name.toUpperCase(Locale.ROOT),
        name + ".example",
        random.uuid().toString());
  }
}
