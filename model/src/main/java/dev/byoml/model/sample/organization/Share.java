package dev.byoml.model.sample.organization;

import java.util.Locale;

/**
 * A shared folder.
 *
 * @param number position among the organisation's shares, from 0; {@link #UNNUMBERED} for a share
 *     that is not a resource
 * @param server where it is
 * @param name its name on the server
 * @param kind whom it serves
 * @param department number of the department it belongs to, or {@link Department#NONE}
 * @param team number of the team inside the department, or {@link Department#NONE}
 * @param resource {@code \\computer\share} as the template {@code file-share-access} spells it
 */
public record Share(
    int number, Server server, String name, Kind kind, int department, int team, String resource) {

  /** Number of a share that a template filters. */
  public static final int UNNUMBERED = -1;

  /** Whom a share serves. */
  public enum Kind {
    /** All people of a department. */
    DEPARTMENT,
    /** One team of a department. */
    TEAM,
    /** A department, from the scoring day on. */
    NEWLY_MADE,
    /** Everybody. */
    EVERYBODY,
    /** Administrators: {@code C$} and {@code ADMIN$}. */
    ADMINISTRATIVE,
    /** Windows itself: {@code IPC$}, {@code SYSVOL}, {@code NETLOGON}, {@code print$}. */
    SYSTEM,
    /** None: the event is not about a share. */
    NONE
  }

  /** A share with its resource name. */
  static Share of(int number, Server server, String name, Kind kind, int department, int team) {
    String resource = ("\\\\" + server.computer() + "\\" + name).toLowerCase(Locale.ROOT);
    return new Share(number, server, name, kind, department, team, resource);
  }

  /** A share of Windows itself. */
  public static Share system(Server server, String name) {
    return of(UNNUMBERED, server, name, Kind.SYSTEM, Department.NONE, Department.NONE);
  }

  /** Stands for the share of an event on {@code server} that is not about a share. */
  public static Share none(Server server) {
    return new Share(UNNUMBERED, server, "", Kind.NONE, Department.NONE, Department.NONE, "");
  }

  /** The column {@code ShareName}: it never names the server. Empty for no share. */
  public String shareName() {
    return kind == Kind.NONE ? "" : "\\\\*\\" + name;
  }

  /** The column {@code ShareLocalPath}; empty where Windows writes none. */
  public String localPath() {
    return switch (name) {
      case "", "IPC$" -> "";
      case "C$" -> "\\??\\C:\\";
      case "ADMIN$" -> "\\??\\C:\\Windows";
      case "SYSVOL" -> "\\??\\C:\\Windows\\SYSVOL\\sysvol";
      case "NETLOGON" -> "\\??\\C:\\Windows\\SYSVOL\\sysvol\\" + dnsDomain() + "\\SCRIPTS";
      case "print$" -> "\\??\\C:\\Windows\\system32\\spool\\drivers";
      default -> "\\??\\D:\\Shares\\" + name;
    };
  }

  private String dnsDomain() {
    return server.computer().substring(server.computer().indexOf('.') + 1);
  }
}
