package dev.byoml.model.explain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.matrix.AccessesByResource;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.tenant.TenantModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Says why an access got its score: a JSON object of at most 8 KB, made from the model alone. A
 * field that does not apply is left out; the others keep their names and meanings:
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>field</th><th>there if</th><th>meaning</th></tr>
 *   <tr><td>{@code summary}</td><td>always</td><td>why, in plain words</td></tr>
 *   <tr><td>{@code percentile}</td><td>the tenant is known</td>
 *     <td>share of the training accesses that score lower, 0 to 100</td></tr>
 *   <tr><td>{@code judgedBy}</td><td>training did not see the user or the resource, and the window
 *     shows what it is like</td>
 *     <td>by how many other accesses of the window it was judged: what else the new user touched,
 *     or who else touched the new resource</td></tr>
 *   <tr><td>{@code actorStory}</td><td>the window is known</td>
 *     <td>what is new of the actor's whole window, see {@link ActorStory}: {@code {"newAccesses",
 *     "oddAccesses", "hosts", "administrativeShares", "communities"}}</td></tr>
 *   <tr><td>{@code sweep}</td><td>{@link ActorStory#isSweep()}</td>
 *     <td>how far it went: {@code {"administrativeShares", "hosts"}}</td></tr>
 *   <tr><td>{@code usualUsers}</td><td>the resource is known</td>
 *     <td>up to five users who touched it most in training: {@code {"user", "accesses", "days"}},
 *     where {@code days} are those from the first access to the last. Those of a single day are
 *     left out, unless all are</td></tr>
 *   <tr><td>{@code userCount}</td><td>the resource is known</td>
 *     <td>how many users touched it in training</td></tr>
 *   <tr><td>{@code popularity}</td><td>the resource is known</td>
 *     <td>that number as a share of the tenant's users, 0 to 1</td></tr>
 *   <tr><td>{@code usualResources}</td><td>the user is known</td>
 *     <td>up to five resources the user touched most, likewise: {@code {"resource", "accesses",
 *     "days"}}</td></tr>
 *   <tr><td>{@code resourceCount}</td><td>the user is known</td>
 *     <td>how many resources the user touched in training</td></tr>
 *   <tr><td>{@code peers}</td><td>the user is known</td>
 *     <td>up to five of the users with the most similar factors: those who touched the resource
 *     first, then the others, nearest first: {@code {"user", "similarity"}}, the cosine of the
 *     factors, left out where it is the same for all to two digits, and {@code "accesses"}, how
 *     often the peer touched this resource in training, where the resource is known</td></tr>
 *   <tr><td>{@code peerCount}</td><td>the user is known</td>
 *     <td>how many users count as nearest: the root of the community's size, at most 20</td></tr>
 *   <tr><td>{@code peersWithAccess}</td><td>both are known</td>
 *     <td>how many of these touched the resource in training</td></tr>
 *   <tr><td>{@code affinity}</td><td>both are known</td>
 *     <td>how well the user's factors fit the resource's</td></tr>
 *   <tr><td>{@code expectedAffinity}</td><td>both are known</td>
 *     <td>the mean of that over the training accesses</td></tr>
 *   <tr><td>{@code algorithmNote}</td><td>both are known and the algorithm says something</td>
 *     <td>what the algorithm itself says of the pair</td></tr>
 *   <tr><td>{@code actorCommunity}</td><td>the user is known</td>
 *     <td>size of the user's community: {@code {"users", "resources"}}; for {@link
 *     Reason#OTHER_COMMUNITY} also {@code "typicalUsers"} and {@code "typicalResources"}, up to
 *     three ids each of those with the most accesses</td></tr>
 *   <tr><td>{@code resourceCommunity}</td><td>the resource is known</td>
 *     <td>the same of the resource's community</td></tr>
 * </table>
 *
 * <p>What takes a walk over many users is computed once for each user, resource or tenant and then
 * remembered. Safe for use by several threads.
 */
public final class Explainer {
  /** The most bytes an explanation has in UTF-8. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int LONGEST_ID = 200;
  private static final int LONGEST_NOTE = 1000;
  private static final int LIST_LENGTH = 5;

  /** What was done on fewer days is not called usual. */
  private static final int FEWEST_DAYS = 2;

  private static final double TWO_DIGITS = 100;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** From this percentile on an access is called odd; below the middle it is called ordinary. */
  private static final double ODD = 95;

  private static final double ORDINARY = 50;

  private final TenantModel model;
  private final AccessScorer scorer;
  private final NearestUsers nearestUsers;
  private final Remembered<int[]> usualUsers;
  private final Remembered<int[]> usualResources;
  private final Remembered<TypicalMembers> typicalMembers;

  /** Explains by the model of one tenant. */
  public Explainer(TenantModel model) {
    this.model = requireNonNull(model, "model");
    this.scorer = new AccessScorer(model);
    this.nearestUsers = new NearestUsers(model);
    this.usualUsers = new Remembered<>(model.accesses().resources().size(), this::usersOf);
    this.usualResources = new Remembered<>(model.accesses().users().size(), this::resourcesOf);
    this.typicalMembers = new Remembered<>(1, tenant -> new TypicalMembers(model));
  }

  private Explainer() {
    model = null;
    scorer = null;
    nearestUsers = null;
    usualUsers = null;
    usualResources = null;
    typicalMembers = null;
  }

  /** Explains accesses of a tenant that training did not see. */
  public static Explainer ofUnknownTenant() {
    return new Explainer();
  }

  /**
   * Explains the score of an access that is judged by itself.
   *
   * @param user who acted
   * @param resource what was touched
   * @param scored the score of that access
   * @return as the other method gives it
   */
  public String explain(String user, String resource, ScoredAccess scored) {
    return explain(user, resource, scored, ActorStory.NONE);
  }

  /**
   * Explains a score.
   *
   * @param user who acted
   * @param resource what was touched
   * @param scored the score of that access
   * @param actor what is new of the user's whole window
   * @return a JSON object without line breaks; ids too long for it end in an ellipsis
   */
  public String explain(String user, String resource, ScoredAccess scored, ActorStory actor) {
    int idLength = LONGEST_ID;
    String explanation = explanation(user, resource, scored, actor, idLength);
    while (explanation.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      idLength /= 2;
      explanation = explanation(user, resource, scored, actor, idLength);
    }
    return explanation;
  }

  private String explanation(
      String user, String resource, ScoredAccess scored, ActorStory actor, int idLength) {
    int userIndex = model == null ? -1 : model.user(user);
    int resourceIndex = model == null ? -1 : model.resource(resource);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(
        "summary",
        new Sentence(userIndex, resourceIndex, idLength).of(user, resource, scored)
            + sweep(shortened(user, idLength), actor));
    if (model != null) {
      json.put("percentile", scored.percentile());
    }
    if (scored.judgedBy() > 0) {
      json.put("judgedBy", scored.judgedBy());
    }
    if (actor.newAccesses() > 0) {
      json.putObject("actorStory")
          .put("newAccesses", actor.newAccesses())
          .put("oddAccesses", actor.oddAccesses())
          .put("hosts", actor.hosts())
          .put("administrativeShares", actor.administrativeShares())
          .put("communities", actor.communities());
    }
    if (actor.isSweep()) {
      json.putObject("sweep")
          .put("administrativeShares", actor.administrativeShares())
          .put("hosts", actor.hosts());
    }
    if (resourceIndex >= 0) {
      json.set("usualUsers", usualUsers(resourceIndex, idLength));
      json.put("userCount", model.userCount(resourceIndex));
      json.put(
          "popularity", (double) model.userCount(resourceIndex) / model.accesses().users().size());
    }
    if (userIndex >= 0) {
      json.set("usualResources", usualResources(userIndex, idLength));
      json.put("resourceCount", model.resourceCount(userIndex));
      json.set("peers", peers(userIndex, resourceIndex, idLength));
      json.put("peerCount", nearestUsers.of(userIndex).length);
    }
    if (userIndex >= 0 && resourceIndex >= 0) {
      json.put("peersWithAccess", peersWithAccess(userIndex, resourceIndex));
      json.put("affinity", scorer.affinity(userIndex, resourceIndex));
      json.put("expectedAffinity", model.standardization().mean());
      model
          .affinity()
          .explain(userIndex, resourceIndex)
          .ifPresent(
              note ->
                  json.put("algorithmNote", shortened(note, LONGEST_NOTE * idLength / LONGEST_ID)));
    }
    boolean withMembers = scored.reason() == Reason.OTHER_COMMUNITY;
    if (userIndex >= 0) {
      int community = model.communities().userCommunity(userIndex);
      json.set("actorCommunity", community(community, withMembers, idLength));
    }
    if (resourceIndex >= 0) {
      int community = model.communities().resourceCommunity(resourceIndex);
      json.set("resourceCommunity", community(community, withMembers, idLength));
    }
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
    }
  }

  /** The sentence about one access. */
  private final class Sentence {
    private final int user;
    private final int resource;
    private final int idLength;

    Sentence(int user, int resource, int idLength) {
      this.user = user;
      this.resource = resource;
      this.idLength = idLength;
    }

    String of(String userId, String resourceId, ScoredAccess scored) {
      String actor = shortened(userId, idLength);
      String touched = shortened(resourceId, idLength);
      return switch (scored.reason()) {
        case SEEN_BEFORE ->
            "%s touched %s before, %s in training."
                .formatted(actor, touched, counted(model.accessCount(user, resource), "time"));
        case LOW_AFFINITY ->
            "%s never touched %s before %s%s."
                .formatted(actor, touched, fit(scored.percentile()), nearest(actor));
        case OTHER_COMMUNITY ->
            "%s never touched %s before, and no chain of earlier accesses links the two: %s, %s."
                .formatted(actor, touched, ownCommunity(actor), otherCommunity(touched));
        case NEW_ACTOR ->
            "%s was not seen in training; %s touched %s then, %s%s."
                .formatted(
                    actor,
                    counted(model.userCount(resource), "user"),
                    touched,
                    mainUser(),
                    judged(scored));
        case NEW_RESOURCE ->
            "%s was not seen in training; %s touched %s then, %s%s."
                .formatted(
                    touched,
                    actor,
                    counted(model.resourceCount(user), "other resource"),
                    mainResource(),
                    judged(scored));
        case NEW_ACTOR_AND_RESOURCE ->
            "Neither %s nor %s was seen in training.".formatted(actor, touched);
      };
    }

    private String judged(ScoredAccess scored) {
      return scored.judgedBy() == 0
          ? ""
          : "; judged by %s of the window"
              .formatted(counted(scored.judgedBy(), "other access", "other accesses"));
    }

    private String fit(double percentile) {
      String others = "%s who did, %s".formatted(theUsers(model.userCount(resource)), mainUser());
      if (percentile >= ODD) {
        return "and is unlike " + others;
      }
      return (percentile >= ORDINARY ? "and is somewhat unlike " : "but is much like ") + others;
    }

    private String nearest(String actor) {
      int near = nearestUsers.of(user).length;
      if (near == 0) {
        return "";
      }
      int withAccess = peersWithAccess(user, resource);
      return "; of the %s most like %s, %s did"
          .formatted(counted(near, "user"), actor, withAccess == 0 ? "none" : withAccess);
    }

    private String ownCommunity(String actor) {
      int community = model.communities().userCommunity(user);
      int others = model.communities().userCount(community) - 1;
      return others == 0
          ? actor + " shares no resource with anybody"
          : "%s works with %s".formatted(actor, counted(others, "other user"));
    }

    private String otherCommunity(String touched) {
      int community = model.communities().resourceCommunity(resource);
      return "%s belongs to %s, most active %s"
          .formatted(
              touched,
              counted(model.communities().userCount(community), "user"),
              userId(typicalMembers.get(0).users(community)[0]));
    }

    private String mainUser() {
      int main = usualUsers.get(resource)[0];
      return often(userId(main), days(main, resource));
    }

    private String mainResource() {
      int main = usualResources.get(user)[0];
      return often(shortened(model.accesses().resources().get(main), idLength), days(user, main));
    }

    /** What was done on one day is not called a habit. */
    private static String often(String id, long days) {
      return days < FEWEST_DAYS ? "only on single days, as " + id : "usually " + id;
    }

    private String userId(int index) {
      return shortened(model.accesses().users().get(index), idLength);
    }
  }

  private static String sweep(String user, ActorStory actor) {
    return actor.isSweep()
        ? " It is part of a sweep: %s reached %s and %s for the first time in this window."
            .formatted(
                user,
                counted(actor.administrativeShares(), "administrative share"),
                counted(actor.hosts(), "host"))
        : "";
  }

  private static String counted(int count, String noun) {
    return counted(count, noun, noun + "s");
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static String theUsers(int count) {
    return count == 1 ? "the one user" : "the %d users".formatted(count);
  }

  private int[] usersOf(int resource) {
    AccessesByResource accesses = model.accessesByResource();
    TopK ofHabit = new TopK(LIST_LENGTH);
    TopK ofAll = new TopK(LIST_LENGTH);
    for (int i = 0; i < accesses.userCount(resource); i++) {
      add(accesses.user(resource, i), accesses.position(resource, i), ofHabit, ofAll);
    }
    return ofHabit.toArray().length > 0 ? ofHabit.toArray() : ofAll.toArray();
  }

  private int[] resourcesOf(int user) {
    CompressedRows accesses = model.accesses().likelihoods();
    TopK ofHabit = new TopK(LIST_LENGTH);
    TopK ofAll = new TopK(LIST_LENGTH);
    for (int position = accesses.rowStart(user); position < accesses.rowEnd(user); position++) {
      add(accesses.column(position), position, ofHabit, ofAll);
    }
    return ofHabit.toArray().length > 0 ? ofHabit.toArray() : ofAll.toArray();
  }

  private void add(int index, int position, TopK ofHabit, TopK ofAll) {
    int count = model.accesses().counts()[position];
    ofAll.add(index, count);
    if (days(position) >= FEWEST_DAYS) {
      ofHabit.add(index, count);
    }
  }

  private long days(int user, int resource) {
    return days(model.accesses().likelihoods().position(user, resource));
  }

  /** Days from the first access to the last: a likelihood is accesses a day of these. */
  private long days(int position) {
    return Math.max(
        1,
        Math.round(
            model.accesses().counts()[position]
                / (double) model.accesses().likelihoods().values()[position]));
  }

  private ArrayNode usualUsers(int resource, int idLength) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int user : usualUsers.get(resource)) {
      list.addObject()
          .put("user", shortened(model.accesses().users().get(user), idLength))
          .put("accesses", model.accessCount(user, resource))
          .put("days", days(user, resource));
    }
    return list;
  }

  private ArrayNode usualResources(int user, int idLength) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int resource : usualResources.get(user)) {
      list.addObject()
          .put("resource", shortened(model.accesses().resources().get(resource), idLength))
          .put("accesses", model.accessCount(user, resource))
          .put("days", days(user, resource));
    }
    return list;
  }

  private ArrayNode peers(int user, int resource, int idLength) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    List<Integer> shown = tellingFirst(nearestUsers.of(user), resource);
    boolean alike =
        shown.stream()
                .map(peer -> Math.round(TWO_DIGITS * nearestUsers.similarity(user, peer)))
                .distinct()
                .count()
            < 2;
    for (int near : shown) {
      ObjectNode peer =
          list.addObject().put("user", shortened(model.accesses().users().get(near), idLength));
      if (!alike || shown.size() < 2) {
        peer.put("similarity", nearestUsers.similarity(user, near));
      }
      if (resource >= 0) {
        peer.put("accesses", model.accessCount(near, resource));
      }
    }
    return list;
  }

  /** Of the nearest users those who touched the resource, then the others. */
  private List<Integer> tellingFirst(int[] nearest, int resource) {
    return Arrays.stream(nearest)
        .boxed()
        .sorted(
            Comparator.comparing(peer -> resource < 0 || model.accessCount(peer, resource) == 0))
        .limit(LIST_LENGTH)
        .toList();
  }

  private int peersWithAccess(int user, int resource) {
    int count = 0;
    for (int peer : nearestUsers.of(user)) {
      count += model.accessCount(peer, resource) > 0 ? 1 : 0;
    }
    return count;
  }

  private ObjectNode community(int community, boolean withMembers, int idLength) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("users", model.communities().userCount(community))
            .put("resources", model.communities().resourceCount(community));
    if (withMembers) {
      TypicalMembers members = typicalMembers.get(0);
      json.set("typicalUsers", ids(members.users(community), model.accesses().users(), idLength));
      json.set(
          "typicalResources",
          ids(members.resources(community), model.accesses().resources(), idLength));
    }
    return json;
  }

  private static ArrayNode ids(int[] indexes, List<String> ids, int idLength) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int index : indexes) {
      list.add(shortened(ids.get(index), idLength));
    }
    return list;
  }

  private static String shortened(String id, int length) {
    if (id.length() <= length) {
      return id;
    }
    int end = Character.isHighSurrogate(id.charAt(length - 1)) ? length - 1 : length;
    return id.substring(0, end) + "…";
  }
}
