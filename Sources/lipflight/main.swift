print("lipflight")
