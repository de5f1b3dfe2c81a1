package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEntities;

/**
 * What identifies accesses, each once and numbered from 0: names, actors (tenant, user and the
 * account's name, domain and security identifier) and targets (resource, and the host's name and
 * DNS domain). An address is a name.
 */
public final class AccessNames {
  /** Names of an actor: the tenant's, the user's, three of the account. */
  public static final int NAMES_OF_ACTOR = 5;

  /** Names of a target: the resource's, two of the host. */
  public static final int NAMES_OF_TARGET = 3;

  private final Names names = new Names();
  private final Tuples actors = new Tuples(NAMES_OF_ACTOR);
  private final Tuples targets = new Tuples(NAMES_OF_TARGET);

  /** Nothing yet. */
  public AccessNames() {}

  /** Number of names. */
  public int size() {
    return names.size();
  }

  /** The name of that number. */
  public String name(int number) {
    return names.name(number);
  }

  /** The number of a name. */
  public int number(String name) {
    return names.number(name);
  }

  /** The actors, as the numbers of their names. */
  public Tuples actors() {
    return actors;
  }

  /** The targets, as the numbers of their names. */
  public Tuples targets() {
    return targets;
  }

  /** The number of an actor. */
  public int actor(String tenant, String user, String account, String domain, String sid) {
    return actors.number(
        names.number(tenant),
        names.number(user),
        names.number(account),
        names.number(domain),
        names.number(sid));
  }

  /** The number of a target. */
  public int target(String resource, String host, String dnsDomain) {
    return targets.number(names.number(resource), names.number(host), names.number(dnsDomain));
  }

  /** The number of an address. */
  public int address(String address) {
    return names.number(address);
  }

  /** What an actor, a target and an address say of account, host and address. */
  public AccessEntities entities(int actor, int target, int address) {
    return new AccessEntities(
        name(actors.get(actor, 2)),
        name(actors.get(actor, 3)),
        name(actors.get(actor, 4)),
        name(targets.get(target, 1)),
        name(targets.get(target, 2)),
        name(address));
  }
}
