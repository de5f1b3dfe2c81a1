package dev.byoml.pipelines.train;

import dev.byoml.pipelines.names.AliasOptions;
import dev.byoml.pipelines.names.ComputerOptions;
import dev.byoml.pipelines.run.EnrichmentOptions;
import dev.byoml.pipelines.run.FeedbackOptions;
import dev.byoml.pipelines.run.InputOptions;
import dev.byoml.pipelines.run.ModelOptions;
import dev.byoml.pipelines.run.WaitOptions;
import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml train}. */
public interface TrainingOptions
    extends InputOptions,
        ModelOptions,
        FeedbackOptions,
        EnrichmentOptions,
        AliasOptions,
        ComputerOptions,
        WaitOptions {
  /** Summaries that are read in place of events. */
  @Description(
      "Folder of summaries, made by summarize or score --keepSummaries, that are read in place of"
          + " --input: the same model, without reading the events again.")
  @Validation.Required(groups = INPUT)
  String getSummaries();

  /** Sets the summaries that are read in place of events. */
  void setSummaries(String value);

  /** How many windows of summaries may be missing. */
  @Description(
      "How many windows of --summaries may be missing in the range; the model says which are."
          + " Default: 0.")
  Integer getMaxGaps();

  /** Sets how many windows of summaries may be missing. */
  void setMaxGaps(Integer value);

  /** How events are read. */
  @Description(
      InputOptions.TEMPLATE
          + " Default: file-share-access; with --summaries the template that they were made with.")
  String getTemplate();

  /** Sets how events are read. */
  void setTemplate(String value);

  /** Column of users that names their group. */
  @Description(
      "Column of the users in --enrichment that names their group, such as department: users are"
          + " moved towards the mean of their group. Default: none.")
  String getPeerGroup();

  /** Sets the column of users that names their group. */
  void setPeerGroup(String value);

  /** How much a group counts. */
  @Description(
      "How much a group counts: like so many resources the user had touched with all the group."
          + " Default: 2.")
  Double getPeerGroupStrength();

  /** Sets how much a group counts. */
  void setPeerGroupStrength(Double value);

  /** Which algorithm learns. */
  @Description(
      "Which algorithm learns: auto (in each tenant the one that predicts its last days best), als"
          + " (alternating least squares), walk (two-step walk), ease (linear autoencoder), poisson"
          + " (Poisson factorization), or one of your own on the class path (BYOML_CLASS_PATH)."
          + " Default: auto; with --preset=classic als.")
  String getAlgorithm();

  /** Sets which algorithm learns. */
  void setAlgorithm(String value);

  /** Settings of the algorithm alone. */
  @Description(
      "Settings that belong to the algorithm alone, as name=value,name=value: for poisson shape and"
          + " rate of the priors, for walk userExponent and resourceExponent, for ease lambda and"
          + " resources, for auto candidates (names with semicolons between them, as the manifest"
          + " spells them). Default: the algorithm's own.")
  List<String> getAlgorithmSettings();

  /** Sets the settings of the algorithm alone. */
  void setAlgorithmSettings(List<String> value);

  /** Which parameters stand where no option of their own is given. */
  @Description(
      "Where the parameters come from that no other option sets: default, the best of our study, or"
          + " classic, those of SynapseML's AccessAnomaly. Default: default.")
  String getPreset();

  /** Sets which parameters stand where no option of their own is given. */
  void setPreset(String value);

  /** Number of factors. */
  @Description(
      "Number of latent factors of each user and resource. Default: 30; with --preset=classic 10.")
  Integer getRank();

  /** Sets the number of factors. */
  void setRank(Integer value);

  /** Number of iterations. */
  @Description("How often users and resources are solved in turn. Default: 25.")
  Integer getIterations();

  /** Sets the number of iterations. */
  void setIterations(Integer value);

  /** Weight of the squared factors. */
  @Description("Weight of the squared factors in the objective. Default: 1.0.")
  Double getRegularization();

  /** Sets the weight of the squared factors. */
  void setRegularization(Double value);

  /** How regularization grows with the number of ratings. */
  @Description(
      "Power of a user's or resource's number of ratings that its regularization is multiplied by:"
          + " 1 weights it by the number of ratings, 0 not at all. Default: 1.0.")
  Double getRegularizationExponent();

  /** Sets how regularization grows with the number of ratings. */
  void setRegularizationExponent(Double value);

  /** Weight of an observed access. */
  @Description("Weight of an observed access against one that never happened. Default: 1.0.")
  Double getAlpha();

  /** Sets the weight of an observed access. */
  void setAlpha(Double value);

  /** Whether factors stay at or above zero. */
  @Description("Whether factors are kept at or above zero. Default: true.")
  Boolean getNonNegative();

  /** Sets whether factors stay at or above zero. */
  void setNonNegative(Boolean value);

  /** Which kind of feedback is fitted. */
  @Description(
      "implicit: an access is a preference whose confidence grows with its likelihood; explicit:"
          + " likelihoods are fitted as they are, beside a sample of accesses that never happened."
          + " Default: implicit.")
  String getFeedback();

  /** Sets which kind of feedback is fitted. */
  void setFeedback(String value);

  /** How likelihoods become ratings. */
  @Description(
      "How likelihoods become ratings: linear (scaled to 5 to 10 in each tenant), logarithmic,"
          + " binary. Default: linear.")
  String getLikelihood();

  /** Sets how likelihoods become ratings. */
  void setLikelihood(String value);

  /** How factors are compared. */
  @Description(
      "How factors are compared: dot, as the reference does; cosine; neighbourhood, the cosine of"
          + " averages over what users touch and who touches resources (cosine itself for tenants"
          + " of fewer than 50 users). Default: neighbourhood; with --preset=classic dot.")
  String getAffinity();

  /** Sets how factors are compared. */
  void setAffinity(String value);

  /** Relative change of the objective that ends the iterations. */
  @Description(
      "Stops when an iteration lowers the objective by less than this fraction; 0 never stops"
          + " early. Default: 0.")
  Double getTolerance();

  /** Sets the relative change of the objective that ends the iterations. */
  void setTolerance(Double value);

  /** Seed of the initial factors. */
  @Description(
      "Where the initial factors come from; the same seed gives the same model. Default: 0.")
  Long getSeed();

  /** Sets the seed of the initial factors. */
  void setSeed(Long value);

  /** How many days are held out to estimate how many alerts thresholds give. */
  @Description(
      "How many of the last days are held out of a second, cheaper training that tells how many"
          + " alerts a day each threshold gives, for score --alertBudget; 0 leaves it out. Default:"
          + " a quarter of the days, at most 7.")
  Integer getCalibrationDays();

  /** Sets how many days are held out. */
  void setCalibrationDays(Integer value);

  /** An earlier model whose factors the factorization starts at. */
  @Description(
      "Folder of an earlier model of the same rank, at whose factors alternating least squares"
          + " starts: fewer --iterations, or a --tolerance, then do as well. Default: none.")
  String getStartFrom();

  /** Sets the earlier model whose factors the factorization starts at. */
  void setStartFrom(String value);

  /** Where a tenant is factorized. */
  @Description(
      "Where alternating least squares runs: inMemory, each tenant on one worker with all its"
          + " cores; blocked, each tenant in blocks that are spread over workers; auto, in memory"
          + " where a worker holds the tenant, else blocked. All give the same model. Default:"
          + " auto.")
  String getFactorization();

  /** Sets where a tenant is factorized. */
  void setFactorization(String value);

  /** Number of blocks of a tenant. */
  @Description(
      "Into how many blocks of users, and of resources, a tenant is cut with"
          + " --factorization=blocked. Default: one for each 50,000 distinct accesses, from 8 to"
          + " 256.")
  Integer getFactorizationBlocks();

  /** Sets the number of blocks of a tenant. */
  void setFactorizationBlocks(Integer value);

  /** The most tenants. */
  @Description(
      "A run with more tenants than that fails: most likely the template takes something else for"
          + " the tenant. Default: 100000.")
  Integer getMaxTenants();

  /** Sets the most tenants. */
  void setMaxTenants(Integer value);

  /** How many accesses of a tenant a worker holds. */
  @Description(
      "How many distinct accesses of one tenant a worker learns from in memory. Default: what its"
          + " heap holds.")
  Long getMostAccessesInMemory();

  /** Sets how many accesses of a tenant a worker holds. */
  void setMostAccessesInMemory(Long value);
}
