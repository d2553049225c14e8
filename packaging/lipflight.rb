# A formula for a tap. `make dist` fills in version and digest; put what comes of it into Formula/ of the tap.
class Lipflight < Formula
  desc "Check, price, submit, fetch and verify lip-sync jobs"
  homepage "@REPOSITORY@"
  url "@REPOSITORY@/releases/download/v@VERSION@/lipflight-@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "pkgconf" => :build
  depends_on xcode: ["26.0", :build] if OS.mac?
  depends_on "curl"
  depends_on "ffmpeg"
  depends_on "libpq"
  depends_on "openssl@3"
  depends_on "sqlite"
  uses_from_macos "swift" => :build

  def install
    # These are kept apart by Homebrew.
    %w[curl libpq openssl@3 sqlite].each do |name|
      ENV.prepend_path "PKG_CONFIG_PATH", Formula[name].opt_lib/"pkgconfig"
    end
    %w[lipflight-worker lipflight].each do |product|
      system "swift", "build", "--disable-sandbox", "-c", "release", "--product", product
    end
    system "bash", "scripts/stage.sh", ".build/release", prefix
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/lipflight --version")
    system bin/"lipflight", "demo", "-o", testpath/"demo"
  end
end
