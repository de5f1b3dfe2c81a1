package dev.byoml.model.sample.organization;

/**
 * A computer that has shares.
 *
 * @param computer fully qualified name as its events spell it
 * @param role what it is there for
 * @param quiet whether nobody administers it through its administrative shares
 */
public record Server(String computer, Role role, boolean quiet) {

  /** What a server is there for. */
  public enum Role {
    /** Holds the shares of departments. */
    FILES,
    /** Runs an application. */
    APPLICATION,
    /** Signs accounts in. */
    DOMAIN_CONTROLLER,
    /** Prints. */
    PRINTING
  }

  /** Name without the DNS domain. */
  public String hostName() {
    return computer.substring(0, computer.indexOf('.'));
  }
}
