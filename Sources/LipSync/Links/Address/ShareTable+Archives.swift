/// Libraries of stock media, archives and publishers.
extension ShareTable {
  static let stock: [Page] = [
    Page("Epidemic Sound", ["www.epidemicsound.com"]),
    Page("Artlist", ["artlist.io"]),
    Page("Envato", ["elements.envato.com", "videohive.net"]),
    Page("Storyblocks", ["www.storyblocks.com"]),
    Page("Freepik", ["www.freepik.com"], .page, ["premium-video", "free-video"]),
    Page("Shutterstock", ["www.shutterstock.com"]),
    Page("iStock", ["www.istockphoto.com"]),
    Page("Getty Images", ["www.gettyimages.com"]),
    Page("Adobe Stock", ["stock.adobe.com"]),
    Page("Pond5", ["www.pond5.com"]),
    Page("Mixkit", ["mixkit.co"]),
    Page("Coverr", ["coverr.co"]),
    Page("Videvo", ["www.videvo.net"]),
    Page("Freesound", ["freesound.org"], .page, ["people", "s"]),
    Page("Motion Array", ["motionarray.com"]),
    Page("Depositphotos", ["depositphotos.com"]),
    Page("Dreamstime", ["www.dreamstime.com"]),
    Page("Vecteezy", ["www.vecteezy.com"]),
    Page("Jamendo", ["www.jamendo.com"]),
  ]

  static let archives: [Page] = [
    Page("Zenodo", ["zenodo.org"], .page, ["records", "record"]),
    Page("figshare", ["figshare.com", ".figshare.com"], .page, ["articles"]),
    Page("Kaggle", ["www.kaggle.com"], .login),
    Page("GitHub Gist", ["gist.github.com"]),
    Page(
      "GitHub", ["github.com", "www.github.com"], .page,
      ["*/*/tree", "*/*/releases/tag", "*/*/issues", "*/*/pull", "*/*/wiki"]),
    Page("Hugging Face", ["huggingface.co"], .page, ["*/*/tree", "datasets/*/*/tree", "spaces/*/*/tree"]),
    Page("The New York Times", ["www.nytimes.com"], .page, ["video"]),
    Page("BBC", ["www.bbc.co.uk", "www.bbc.com"], .page, ["iplayer", "sounds", "news"]),
    Page("CNN", ["www.cnn.com", "edition.cnn.com"], .page, ["videos"]),
    Page("Internet Archive", ["web.archive.org", "archive.org"], .page, ["about", "search"]),
  ]
}
