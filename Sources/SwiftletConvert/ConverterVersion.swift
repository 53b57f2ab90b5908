/// The version of the project, as `--version` prints it and blobs record it.
public enum ConverterVersion {
  /// Major, minor, patch.
  public static let text = "0.1.0"
}
